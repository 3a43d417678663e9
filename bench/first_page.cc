// The promises about serving, on an empty data directory and over loopback:
//
//   from the start of the program to its first page      < 100 ms
//   a page, at the median, once everything is answered   < 2 ms
//   resident memory after a full questionnaire           < 40 MiB
//   with 20 incidents of 200 entries, 30 destinations:
//     a page of an incident, the backups                 < 20 ms
//     the page of all incidents, the register            < 100 ms
//   the program, stripped                                < 15 MiB
//
//   bench_first_page [PROGRAM]     without PROGRAM, the garde of the same build
//
// Prints a line per figure and exits with 1 when a promise is missed. A page's time is what its reader waits:
// request, page and answer. The icon, which the program only copies out of itself, is the machine's own limit.
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/real_content.h"
#include "bench/report.h"
#include "bench/running_garde.h"
#include "http/percent.h"
#include "http/test_client.h"

namespace garde::bench {
namespace {

constexpr int kStarts = 15;
constexpr int kRequests = 200;  // of each page
constexpr int kIncidents = 20;
constexpr int kEntries = 200;  // of each incident, its opening among them
constexpr int kDestinations = 30;
constexpr int kSlowRequests = 15;  // of each page that reads much
constexpr double kMebibyte = 1024.0 * 1024.0;

// What stands in `page` between `before` and `after`.
std::string part_of(const std::string& page, std::string_view before, std::string_view after) {
  const std::size_t found = page.find(before);
  GARDE_CHECK(found != std::string::npos);
  const std::size_t start = found + before.size();
  return page.substr(start, page.find(after, start) - start);
}

// A browser with one connection, kept open, and the session that the one-time link gave it.
class Visitor {
 public:
  explicit Visitor(const RunningGarde& garde) : host_(garde.host()), client_(garde.port()) {
    const http::Answer entered = ask("GET", garde.link(), "");
    GARDE_CHECK(entered.status == 303);
    const std::string cookie(entered.headers.get("Set-Cookie").value());
    cookie_ = cookie.substr(0, cookie.find(';'));
  }

  std::string page(const std::string& path) {
    http::Answer answer = ask("GET", path, "");
    GARDE_CHECK(answer.status == 200);
    return std::move(answer.body);
  }

  void post(const std::string& path, const std::string& form) { GARDE_CHECK(ask("POST", path, form).status == 200); }
  // What the answer leads to.
  std::string post_and_follow(const std::string& path, const std::string& form) {
    const http::Answer answer = ask("POST", path, form);
    GARDE_CHECK(answer.status == 303);
    return std::string(answer.headers.get("Location").value());
  }

 private:
  http::Answer ask(std::string_view method, std::string_view path, std::string_view form) {
    const std::string session = cookie_.empty() ? "" : fmt::format("Cookie: {}\r\n", cookie_);
    const std::string body_fields = form.empty()
                                        ? ""
                                        : fmt::format(
                                              "Origin: http://{}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                              "Content-Length: {}\r\n",
                                              host_, form.size());
    GARDE_CHECK(client_.send(
        fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n{}{}\r\n{}", method, path, host_, session, body_fields, form)));
    auto answer = client_.read_answer();
    GARDE_CHECK(answer.has_value());
    return std::move(*answer);
  }

  std::string host_;
  std::string cookie_;
  http::TestClient client_;
};

// Each answer sent by itself, as the page's script does.
void answer_everything(Visitor& visitor, const RealContent& content) {
  const Date today = utc_day_of(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
  const std::string first_theme = "/questionnaire/" + content.questionnaire.themes().front().id.text();
  const std::string token = part_of(visitor.page(first_theme), "name=\"form_token\" value=\"", "\"");
  for (const auto& [question, answer] : content.answers(How::last, today)) {
    std::string form = "form_token=" + http::percent_encoded(token);
    for (const std::string& value : diagnostic::to_texts(answer.value))
      form += "&value=" + http::percent_encoded(value);
    visitor.post("/answers/" + question.text(), form);
  }
}

// Incidents as notes from a kit fill them, and folders for destinations. Gives the address of one incident.
std::string fill_with_the_past(Visitor& visitor, const std::filesystem::path& folder) {
  const std::string token = part_of(visitor.page("/incident"), "name=\"form_token\" value=\"", "\"");
  const std::string form = "form_token=" + http::percent_encoded(token);
  std::string notes;
  const Instant now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  for (int i = 1; i < kEntries; ++i) notes += fmt::format("{} Note {} du technicien\n", to_iso(now), i);
  std::string incident;
  for (int i = 0; i < kIncidents; ++i) {
    incident = visitor.post_and_follow("/incidents", form + "&situation=ransom");
    visitor.post_and_follow(incident + "/import", form + "&text=" + http::percent_encoded(notes));
  }
  for (int i = 0; i < kDestinations; ++i) {
    const auto place = folder / fmt::format("sauvegarde-{}", i);
    std::filesystem::create_directories(place);
    visitor.post_and_follow("/backups/new",
                            fmt::format("{}&name=Disque+{}&folder={}&max_age=48&data_sets=patient-records", form, i,
                                        http::percent_encoded(place.string())));
  }
  return incident;
}

struct Page {
  std::string name;
  std::string path;
};

std::vector<Page> pages_of(const RealContent& content) {
  const auto longest = std::ranges::max_element(content.questionnaire.themes(), {},
                                                [](const diagnostic::Theme& theme) { return theme.questions.size(); });
  return {{"the result", "/result"},
          {"the plan", "/plan"},
          {"an action", "/plan/" + content.catalogue.measures().front().id.text()},
          {"the longest theme", "/questionnaire/" + longest->id.text()},
          {"the provider request", "/provider-request"}};
}

std::vector<Page> pages_of_an_incident(const std::string& incident) {
  return {{"an incident's deadlines", incident + "/report"},
          {"its journal", incident + "/journal"},
          {"its services", incident + "/prioritise"},
          {"the backups", "/backups"}};
}

std::vector<Page> pages_of_all_incidents() {
  return {{"all incidents", "/incident"}, {"the register", "/incident/register.csv"}};
}

ByteCount stripped_size(const std::filesystem::path& program) {
  const auto stripped = std::filesystem::temp_directory_path() / fmt::format("garde-stripped-{}", ::getpid());
  const std::string command = fmt::format("strip -o '{}' '{}'", stripped.string(), program.string());
  GARDE_CHECK(std::system(command.c_str()) == 0);
  const ByteCount size{std::filesystem::file_size(stripped)};
  std::filesystem::remove(stripped);
  return size;
}

int run(const std::filesystem::path& program) {
  Report report;
  double load = 0;
  ::getloadavg(&load, 1);
  fmt::print("load average at the start: {:.1f}\n", load);

  const auto first_page = median_of(kStarts, [&] {
    const auto start = std::chrono::steady_clock::now();
    const RunningGarde garde(program);
    Visitor(garde).page("/");
    return Milliseconds(std::chrono::steady_clock::now() - start);
  });
  report.promise("start to first page", first_page.count(), 100, "ms");

  const auto content = RealContent::read();
  const RunningGarde garde(program);
  Visitor visitor(garde);
  const std::string icon = "/assets/" + part_of(visitor.page("/"), "<link rel=\"icon\" href=\"/assets/", "\"");
  answer_everything(visitor, content);
  const Resident after_answering = garde.resident();

  const auto median_time = [&](const std::string& path) {
    visitor.page(path);  // the first may prepare a statement
    return median_of(kRequests, [&] { return time_of([&] { visitor.page(path); }); });
  };
  const Milliseconds limit = median_time(icon);
  fmt::print("{:<42}{:>8.2f} ms\n", "the icon", limit.count());
  for (const Page& page : pages_of(content)) {
    const Milliseconds time = median_time(page.path);
    report.promise(page.name, time.count(), 2, "ms",
                   fmt::format("{:.1f} times the icon, {} KB", time / limit, visitor.page(page.path).size() / 1000));
  }

  const auto mebibytes = [](ByteCount bytes) { return static_cast<double>(bytes.value) / kMebibyte; };
  const auto memory = [&](std::string_view what, const Resident& resident) {
    report.promise(what, mebibytes(resident.all), 40, "MiB",
                   fmt::format("of which {:.1f} MiB are pages of files", mebibytes(resident.of_files)));
  };
  memory("memory after a full questionnaire", after_answering);
  memory(fmt::format("memory after {} pages more", 6 * kRequests), garde.resident());
  visitor.page("/plan.pdf");
  fmt::print("{:<42}{:>8.2f} MiB\n", "memory after the plan as PDF, its fonts kept", mebibytes(garde.resident().all));
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("garde-destinations-{}", ::getpid());
  const std::string incident = fill_with_the_past(visitor, folder);
  const auto slow_time = [&](const std::string& path) {
    return median_of(kSlowRequests, [&] { return time_of([&] { visitor.page(path); }); });
  };
  for (const Page& page : pages_of_an_incident(incident))
    report.promise(page.name, slow_time(page.path).count(), 20, "ms");
  for (const Page& page : pages_of_all_incidents())
    report.promise(page.name, slow_time(page.path).count(), 100, "ms",
                   fmt::format("{} incidents of {} entries", kIncidents, kEntries));
  std::filesystem::remove_all(folder);
  report.promise("stripped program", static_cast<double>(stripped_size(program).value) / kMebibyte, 15, "MiB");
  return report.all_reached() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace garde::bench

int main(int argc, char** argv) { return garde::bench::run(argc > 1 ? argv[1] : GARDE_PROGRAM); }
