// What a worker answers that was taken over by an export it read: whatever its bytes, an audit ends in a problem or in
// a report that can be told, as text and as JSON.
#include <cstddef>
#include <cstdint>

#include <boost/json.hpp>

#include "content/files.h"
#include "documents/accounts/account_audit.h"
#include "worker/accounts/audit_exports.h"

namespace {

using namespace garde;

struct Content {
  Content() {
    content::Problems problems;
    texts = text::Catalogue::read(content::Files::from_program(), "fr", problems);
    GARDE_CHECK(problems.empty());
  }
  text::Catalogue texts;
};

accounts::GivenExports two_exports() {
  accounts::GivenExports given{.exports = {}, .now = start_of(Date{std::chrono::year(2026) / 11 / 30})};
  for (const char* person : {"", "Rose"})
    given.exports.push_back({.subject = "export.csv", .person = person, .file = crypto::SecretBytes(1)});
  return given;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Content content;
  const cage::Runner taken_over = [&](const cage::Call&) {
    cage::Ended ended{.ending = cage::Ending::finished};
    ended.answer.append(std::as_bytes(std::span(data, size)));
    return ended;
  };
  const accounts::GivenExports given = two_exports();
  auto audit = worker::audit_exports(taken_over, given, -1);
  if (!audit || !*audit) return 0;
  accounts::AuditReport report{.at = given.now, .corpus = (*audit)->corpus, .audit = std::move((*audit)->audit)};
  for (std::size_t i = 0; i < given.exports.size(); ++i) {
    accounts::AuditedContent& read = (*audit)->files.at(i);
    report.files.push_back({.subject = given.exports[i].subject,
                            .person = given.exports[i].person,
                            .format = read.format,
                            .in_clear = read.in_clear,
                            .synced_folder = {},
                            .backed_up_by = {},
                            .accounts = read.accounts,
                            .skipped = std::move(read.skipped)});
  }
  boost::json::parse(documents::account_audit_json(report, content.texts));
  GARDE_CHECK(is_utf8(documents::account_audit_text(report, content.texts)));
  static_cast<void>(accounts::judgement(report));
  static_cast<void>(accounts::summarise(report));
  return 0;
}
