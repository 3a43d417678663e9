#include "storage/password_audit_store.h"

#include <utility>

#include "base/checked.h"

namespace garde::storage {
namespace {

using accounts::AcceptedRisk;
using accounts::AuditSummary;
using accounts::Reason;

constexpr Sql kAdd = R"sql(
INSERT INTO password_audit (practice_id, audited_at, accounts, to_mend, breached, reused, guessable, shared, old,
  near_reused, no_second_factor, insecure_url, corpus_established, corpus_entries)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr Sql kSelect = R"sql(
SELECT audited_at, accounts, to_mend, breached, reused, guessable, shared, old, near_reused, no_second_factor,
  insecure_url, corpus_established, corpus_entries
FROM password_audit WHERE practice_id = ? ORDER BY audited_at DESC LIMIT 100)sql";
constexpr Sql kSaveRisk = R"sql(
INSERT INTO accepted_risk (practice_id, account, reason, because, accepted_by, accepted_at, review_on)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (practice_id, account, reason) DO UPDATE
SET because = excluded.because, accepted_by = excluded.accepted_by, accepted_at = excluded.accepted_at,
    review_on = excluded.review_on)sql";
constexpr Sql kRemoveRisk = R"sql(
DELETE FROM accepted_risk WHERE practice_id = ? AND account = ? AND reason = ?)sql";
constexpr Sql kSelectRisks = R"sql(
SELECT account, reason, because, accepted_by, accepted_at, review_on FROM accepted_risk WHERE practice_id = ?
ORDER BY review_on, account, reason LIMIT 10000)sql";

std::int64_t stored(std::uint64_t count) { return checked_cast<std::int64_t>(count).value_or(0); }

Result<std::uint64_t> read_count(Row& row) {
  const auto count = checked_cast<std::uint64_t>(TRY(row.integer()));
  if (!count) return row.damaged("a count below zero");
  return *count;
}

Result<AuditSummary> read_audit(Row& row) {
  AuditSummary audit { .at = TRY(row.instant()) };
  audit.accounts = TRY(read_count(row));
  audit.with_any = TRY(read_count(row));
  for (const Reason reason : {Reason::breached, Reason::reused, Reason::guessable, Reason::shared, Reason::old,
                              Reason::near_reused, Reason::no_second_factor, Reason::insecure_url})
    audit.with_reason.at(static_cast<std::size_t>(reason)) = TRY(read_count(row));
  audit.corpus_established = TRY(row.boolean());
  audit.corpus_entries = TRY(read_count(row));
  return audit;
}

Result<AcceptedRisk> read_risk(Row& row) {
  auto account = TRY(row.text());
  const auto reason = accounts::parse_reason(TRY(row.text()));
  if (!reason) return row.damaged("a word we do not know");
  auto because = TRY(row.text());
  auto accepted_by = TRY(row.text());
  const auto accepted_at = TRY(row.instant());
  const auto review_on = TRY(row.date());
  return AcceptedRisk{std::move(account), *reason, std::move(because), std::move(accepted_by), accepted_at, review_on};
}

}  // namespace

Result<void> add_password_audit(Connection& connection, const PracticeId& practice, const AuditSummary& audit) {
  TRY(connection.execute(
      kAdd, {practice, audit.at, stored(audit.accounts), stored(audit.with_any), stored(audit.with(Reason::breached)),
             stored(audit.with(Reason::reused)), stored(audit.with(Reason::guessable)),
             stored(audit.with(Reason::shared)), stored(audit.with(Reason::old)),
             stored(audit.with(Reason::near_reused)), stored(audit.with(Reason::no_second_factor)),
             stored(audit.with(Reason::insecure_url)), audit.corpus_established, stored(audit.corpus_entries)}));
  return {};
}

Result<std::vector<AuditSummary>> load_password_audits(Connection& connection, const PracticeId& practice) {
  return read_all(connection.query(kSelect, {practice}), read_audit);
}

Result<void> save_accepted_risk(Connection& connection, const PracticeId& practice, const AcceptedRisk& risk) {
  TRY(connection.execute(kSaveRisk, {practice, risk.account, name(risk.reason), risk.because, risk.accepted_by,
                                     risk.accepted_at, risk.review_on}));
  return {};
}

Result<void> remove_accepted_risk(Connection& connection, const PracticeId& practice, std::string_view account,
                                  Reason reason) {
  TRY(connection.execute(kRemoveRisk, {practice, account, name(reason)}));
  return {};
}

Result<std::vector<AcceptedRisk>> load_accepted_risks(Connection& connection, const PracticeId& practice) {
  return read_all(connection.query(kSelectRisks, {practice}), read_risk);
}

}  // namespace garde::storage
