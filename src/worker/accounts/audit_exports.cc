#include "worker/accounts/audit_exports.h"

#include "accounts/knowledge.h"
#include "content/files.h"
#include "io/disk_tree.h"
#include "worker/accounts/audit_layouts.h"

namespace garde::worker {
namespace {

using accounts::ExportsAudit;
using accounts::GivenExports;
using accounts::UnreadPart;

// A database at its costliest: Argon2, its content as it is decrypted and as it is unpacked; beside it the others that
// are open already, threads, the program itself.
constexpr ByteCount kMemory = 3_GiB;
// The costliest key takes a minute of one core; there may be several.
constexpr std::chrono::minutes kProcessorTime{15};
constexpr std::chrono::minutes kDeadline{20};
constexpr ByteCount kLongestAnswer = 128_MiB;

struct AuditExports {
  static constexpr std::string_view kName = "audit-exports";
  using Request = GivenExports;
  using Answer = AuditAnswer;

  static Result<Answer> run(Request given, cage::Port& port) {
    content::Problems problems;
    const auto knowledge = accounts::Knowledge::read(content::Files::from_program(), problems);
    std::unique_ptr<io::File> corpus;
    if (given.corpus) {
      if (port.descriptors().empty())
        return Error{ErrorKind::invalid_input, *given.corpus, std::nullopt, "no descriptor came with it"};
      corpus = TRY(io::file_behind(port.descriptors().front(), *given.corpus, io::Access::random));
    }
    auto audited =
        accounts::audit_given(std::move(given), {knowledge.words, knowledge.tools, knowledge.rules}, std::move(corpus));
    if (!audited) return Answer{std::move(audited).error()};
    return Answer{*std::move(audited)};
  }
};

}  // namespace

cage::Task audit_exports_task() { return cage::task_of<AuditExports>(); }

ExportsReading audit_exports(const cage::Runner& runner, const GivenExports& given, int corpus) {
  const std::array descriptors = {corpus};
  cage::Call call{.task = {},
                  .policy = {.memory = kMemory, .cpu = kProcessorTime},
                  .descriptors = std::span(descriptors).first(given.corpus ? 1 : 0),
                  .deadline = kDeadline,
                  .limits = {.answer = kLongestAnswer},
                  .needs_walls = false};
  auto answer = cage::ask<AuditExports>(runner, given, std::move(call));
  if (!answer) return tl::unexpected(std::move(answer).error());
  if (auto* unread = std::get_if<UnreadPart>(&answer->value)) {
    if (unread->file >= given.exports.size() && unread->part == UnreadPart::Part::content)
      return tl::unexpected(cage::broken_answer(AuditExports::kName, "an export that is not there"));
    return tl::expected<ExportsAudit, UnreadPart>(tl::unexpect, std::move(*unread));
  }
  auto& audit = std::get<ExportsAudit>(answer->value);
  if (!accounts::is_consistent(audit, given.exports.size()))
    return tl::unexpected(cage::broken_answer(AuditExports::kName, "an audit that does not add up"));
  return tl::expected<ExportsAudit, UnreadPart>(std::move(audit));
}

}  // namespace garde::worker
