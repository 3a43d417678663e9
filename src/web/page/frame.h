// What surrounds every page, and the pieces several pages share.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "actions/practice/practice.h"
#include "actions/practice/sign_in.h"
#include "web/page/html.h"

namespace garde::actions {
class BackupJobs;
class PlaceJobs;
class IncidentJobs;
}  // namespace garde::actions

namespace garde::web {

enum class Section : std::uint8_t { none, questionnaire, result, plan, provider, contacts, accesses, backups };

struct Link {
  Url address;
  std::string title;
};

struct SectionLink {
  Url address;
  std::string title;
  bool current = false;
};

struct Head {
  std::string title;
  Url style;
  Url script;
  Url icon;
};

// About a backup in which an attack was found; it stands on every page until a person closes it.
struct OpenAlarm {
  std::string id;
  Instant opened_at;
  std::string backup;
};
struct AlarmLine {
  Url address;
  std::string title;  // "Alerte du 20 novembre 2026 : Disque USB"
  std::string note;   // what stands behind it, or empty
};

struct Frame {
  Head head;
  std::string form_token;  // of the session: every form sends it back
  std::vector<SectionLink> sections;
  std::string flash;  // "C’est enregistré", or empty
  std::vector<AlarmLine> alarms = {};
};

// The three reflexes of the source page.
struct Reflex {
  std::string name;
  std::string text;
};
struct Reflexes {
  std::vector<Reflex> reflexes;
  Url link;  // where to report
};

// Where our own files are served: an address that changes with their content.
Url asset_url(std::string_view name);

// What a page handler is given beside the request.
struct Visitor {
  actions::Practice& practice;
  actions::SignIn& sign_in;
  actions::OpenSession session;
  std::string data_place;      // where the data is kept, in words
  std::filesystem::path home;  // of the person who started Garde; empty when there is none
  actions::BackupJobs& backup_jobs;
  actions::PlaceJobs& place_jobs;
  actions::IncidentJobs& incident_jobs;
  // The newest first; nothing when they could not be read, which keeps nobody from a page.
  std::optional<std::vector<OpenAlarm>> alarms = std::vector<OpenAlarm>();
};

const text::Catalogue& texts_of(const Visitor& visitor);
// A sentence of content/text/fr/, by its key.
std::string say(const Visitor& visitor, std::string_view key);
std::string say(const Visitor& visitor, const Message& message);

Head make_head(std::string title);
Frame make_frame(const Visitor& visitor, Section section, std::string title);
Reflexes make_reflexes(const Visitor& visitor);

}  // namespace garde::web
