#include "tests/served_practice.h"

#include <fstream>
#include <iterator>
#include <thread>

#include <fmt/format.h>

#include "actions/accounts/accesses.h"
#include "actions/backups/alarms.h"
#include "actions/backups/backup_destinations.h"
#include "actions/backups/backup_runs.h"
#include "actions/contacts/contact_sharing.h"
#include "actions/incident/incident.h"
#include "actions/plan/attestation.h"
#include "actions/practice/library.h"
#include "backups/testing/judged.h"
#include "storage/migrations.h"
#include "storage/sqlite.h"
#include "web/page/assets.h"
#include "worker/tasks.h"

namespace garde::tests {
namespace {

Instant now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

const actions::Library& library() {
  static const actions::Library compiled_in = [] {
    content::Problems problems;
    actions::Library read = actions::read_library(content::Files::from_program(), problems);
    GARDE_CHECK(problems.empty());
    return read;
  }();
  return compiled_in;
}

std::unique_ptr<storage::Connection> open_database(const std::filesystem::path& file) {
  auto connection = storage::open_sqlite({.file = file}).take();
  GARDE_CHECK(storage::migrate(*connection, storage::migrations(), now()).has_value());
  return connection;
}

void must(const Result<actions::FieldProblems>& done) { GARDE_CHECK(done.has_value() && done->empty()); }

}  // namespace

ServedPractice::ServedPractice()
    : practice_(library(), open_database(folder_ / "garde.db"), folder_.path(), *text::Zone::named("Europe/Paris"), now,
                cage::in_this_process(worker::tasks())),
      router_(web::make_router(site_)) {
  fill();
  session_ = *sign_in_.open_link(sign_in_.new_link_token()).take();
  server_ = http::Server::listen({}, web::make_router(site_)).take();
}

void ServedPractice::fill() {
  samples_ = {{"fingerprint", std::string(web::assets_fingerprint())},
              {"name", "garde.css"},
              {"theme", library().questionnaire.themes().front().id.text()},
              {"question", library().questionnaire.themes().front().questions.front().id.text()},
              {"measure", library().measures.measures().front().id.text()},
              {"step", library().measures.measures().front().steps.front().id.text()},
              {"format", "a4"},
              {"file", "html"},
              {"data_set", "agenda"}};
  actions::AttestationForm reply;
  reply.attested_by = "Informatique du Lac";
  reply.received_on = to_iso(practice_.today());
  reply.replies["backup-exists/agenda"] = {"yes", "", ""};
  reply.document = actions::AttachedFile{"scan.pdf", "application/pdf", "%PDF-1.7"};
  must(actions::enter_attestation(practice_, reply));
  samples_["document"] = actions::received_attestations(practice_).take().front().document->id.text();
  fill_contacts();
  fill_accounts();
  fill_backups();
  fill_incident();
}

void ServedPractice::fill_contacts() {
  actions::ContactForm contact;
  contact.role = "provider";
  contact.name = "Informatique du Lac";
  contact.phones = {{"01 99 00 12 34", ""}};
  samples_["contact"] = actions::save_contact(practice_, std::nullopt, contact).take().contact->text();
  must(actions::add_recipient(practice_, {"Claire", "secrétaire", ""}));
  must(actions::add_display(practice_, {"accueil", "Claire", "", std::nullopt}));
  const auto book = actions::current_contacts(practice_).take().book;
  samples_["recipient"] = book.recipients.front().id.text();
  samples_["display"] = book.displays.front().id.text();
}

void ServedPractice::fill_accounts() {
  const std::string tool = actions::access_register(practice_).take().tools.front().id.text();
  must(actions::add_person(practice_, {.name = "Claire", .role = "secrétaire", .left_on = ""}));
  actions::AccessForm access;
  access.label = "claire";
  must(actions::add_access(practice_, accounts::UsedToolId::parse(tool).take(), access));
  const auto kept = actions::access_register(practice_).take();
  samples_["tool"] = tool;
  samples_["person"] = kept.people.front().id.text();
  samples_["account"] = kept.accesses.front().id.text();
}

void ServedPractice::fill_backups() {
  backup_.write("agenda.csv", "lundi;9 h\n");
  const auto added = actions::add_destination(
      practice_, {.name = "Disque", .folder = backup_.path(), .kind = "mirror", .data_sets = {"agenda"}});
  GARDE_CHECK(added.has_value() && added->id.has_value());
  samples_["destination"] = added->id->text();
  const auto addition = place_jobs_.add({.name = "Disque"}).take();
  GARDE_CHECK(place_jobs_.addition(addition, std::chrono::seconds(10))->state == actions::JobState::done);
  samples_["addition"] = addition.text();
  const auto job = backup_jobs_.add({.destination = *added->id, .kind = backups::RunKind::check}).take();
  while (!backup_jobs_.find(job)->is_over()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  samples_["job"] = job.text();
  samples_["run"] = backup_jobs_.find(job)->run.value().text();
  backups::KeptRun attacked{
      .id = backups::RunId::of("attacked"), .destination = *added->id, .kind = backups::RunKind::check};
  attacked.run.begun = practice_.now();
  attacked.run.checks.push_back(backups::testing::check(backups::Question::not_attacked, backups::Outcome::failed));
  GARDE_CHECK(actions::keep_run(practice_, attacked, std::nullopt).has_value());
  samples_["alarm"] = actions::alarms(practice_).take().front().id.text();
}

void ServedPractice::fill_incident() {
  const incident::Rules& rules = library().incident;
  const incident::Opening opening{.situation = incident::Situation::ransom, .alert = practice_.now()};
  samples_["incident"] = actions::open_incident(practice_, opening, incident::Exercise::no).take().id.value().text();
  samples_["precondition"] = rules.preconditions.front().id.text();
  samples_["gate"] = rules.gates.front().id.text();
  samples_["declaration"] = rules.declarations.front().id.text();
  samples_["rule"] = rules.clocks.front().id.text();
  samples_["incident-document"] = library().incident_documents.documents.front().id.text();
}

std::string ServedPractice::address_of(const http::Route& route) const {
  std::string address;
  std::string_view rest = route.pattern;
  while (!rest.empty()) {
    const std::size_t open = std::min(rest.find('{'), rest.size());
    address += rest.substr(0, open);
    rest.remove_prefix(open);
    if (rest.empty()) break;
    std::string name(rest.substr(1, rest.find('}') - 1));
    if (name == "document" && address.starts_with("/incidents/")) name = "incident-document";
    const auto sample = samples_.find(name);
    if (sample == samples_.end()) return "";
    address += sample->second;
    rest.remove_prefix(rest.find('}') + 1);
  }
  return address;
}

std::string ServedPractice::host() const { return fmt::format("127.0.0.1:{}", port()); }

std::map<std::string, std::string> ServedPractice::stored() const {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
    // What readers of the database tell each other; none of it is data.
    if (!entry.is_regular_file() || entry.path().filename() == "garde.db-shm") continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    files[entry.path().string()] = {std::istreambuf_iterator<char>(stream), {}};
  }
  return files;
}

}  // namespace garde::tests
