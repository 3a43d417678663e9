#include "restorer/loading/postgresql_load.h"

#include <algorithm>
#include <array>

#include "restorer/loading/scratch_server.h"

namespace garde::restorer::loading {
namespace {

using backups::LoadingReason;
using Answer = PostgresqlSession::Answer;

// Who owns, who may, and what belongs to a whole cluster: none of it is data, and the scratch server has other people.
bool is_about_people(std::string_view statement) {
  constexpr std::array<std::string_view, 19> kBeginnings = {"GRANT ",
                                                            "REVOKE ",
                                                            "ALTER DEFAULT PRIVILEGES ",
                                                            "CREATE ROLE ",
                                                            "ALTER ROLE ",
                                                            "DROP ROLE ",
                                                            "CREATE USER ",
                                                            "ALTER USER ",
                                                            "DROP USER ",
                                                            "CREATE DATABASE ",
                                                            "ALTER DATABASE ",
                                                            "DROP DATABASE ",
                                                            "CREATE TABLESPACE ",
                                                            "COMMENT ON EXTENSION ",
                                                            "COMMENT ON DATABASE ",
                                                            "SECURITY LABEL ",
                                                            "SET SESSION AUTHORIZATION ",
                                                            "CREATE SUBSCRIPTION ",
                                                            "CREATE PUBLICATION "};
  constexpr std::size_t kMostWords = 3;
  const std::string words = first_words(statement, kMostWords) + ' ';
  if (std::ranges::any_of(kBeginnings, [&](std::string_view one) { return words.starts_with(one); })) return true;
  // "ALTER TABLE public.patients OWNER TO cabinet;"
  constexpr std::size_t kLongestOwner = 512;
  return words.starts_with("ALTER ") && statement.size() < kLongestOwner &&
         statement.find(" OWNER TO ") != std::string_view::npos;
}

enum class Refusal : std::uint8_t { harmless, scratch, content };

Refusal refusal_of(std::string_view state, std::string_view statement) {
  const std::string word = first_words(statement, 1);
  if (word == "SET" || word == "COMMENT" || state == "42710" || state == "42P06") return Refusal::harmless;
  // Undefined type or role, right missing, not supported, file of an extension missing, a setting's value; then
  // connections, resources, limits, an operator's intervention, the system.
  constexpr std::array<std::string_view, 5> kStates = {"42704", "42501", "0A000", "58P01", "22023"};
  constexpr std::array<std::string_view, 5> kClasses = {"08", "53", "54", "57", "58"};
  if (std::ranges::find(kStates, state) != kStates.end()) return Refusal::scratch;
  if (std::ranges::find(kClasses, state.substr(0, 2)) != kClasses.end() && state != "08P01") return Refusal::scratch;
  return Refusal::content;
}

// What a dump asks of psql is followed only where it means a place in the dump.
enum class Asked : std::uint8_t { nothing, another_database, refused };
Asked asked_by(std::string_view command) {
  const std::string_view word = command.substr(0, command.find_first_of(" \t"));
  if (word == "\\restrict" || word == "\\unrestrict") return Asked::nothing;
  return word == "\\connect" ? Asked::another_database : Asked::refused;
}

class Load {
 public:
  Load(SqlText& text, PostgresqlSession& session, const std::function<bool()>& new_database)
      : text_(text), session_(session), new_database_(new_database) {}

  Loading run() {
    while (loading_.outcome == Loaded::loaded && session_.is_alive()) {
      const auto item = text_.next();
      if (!item) {
        end_of_text(item.error());
        break;
      }
      if (item->kind == SqlItem::Kind::end) break;
      if (item->kind == SqlItem::Kind::psql_command)
        obey(item->text);
      else
        give(item->text);
    }
    if (!session_.is_alive()) end(Loaded::not_loaded, LoadingReason::ended);
    if (loading_.outcome == Loaded::does_not_load && tables_ == 0)
      end(Loaded::not_loaded, LoadingReason::rows_without_tables);
    if (loading_.outcome == Loaded::loaded && lacking_) {
      end(Loaded::not_loaded, LoadingReason::lacks);
      set_refusal(*lacking_);
    }
    return loading_;
  }

 private:
  struct ServersWord {
    std::string code;
    std::string table;
  };
  void set_refusal(const ServersWord& word) {
    loading_.code = word.code;
    loading_.table = word.table;
  }
  void end(Loaded outcome, LoadingReason why) {
    loading_ = {.outcome = outcome, .reason = why, .offset = text_.offset(), .statements = loading_.statements};
  }
  void end_of_text(const Error& error) {
    const Loading read = cannot_be_read(error);
    end(read.outcome, *read.reason);
  }

  void obey(std::string_view command) {
    const Asked asked = asked_by(command);
    if (asked == Asked::refused) end(Loaded::not_loaded, LoadingReason::client_command);
    if (asked == Asked::another_database && !new_database_()) end(Loaded::not_loaded, LoadingReason::makes_no_database);
  }

  void give(const std::string& statement) {
    ++loading_.statements;
    if (first_words(statement, 2) == "CREATE TABLE") ++tables_;
    if (is_about_people(statement)) return;
    if (is_copy_from_stdin(statement))
      give_with_rows(statement);
    else
      judge(session_.run(statement), statement);
  }

  void give_with_rows(const std::string& statement) {
    const Answer begun = session_.run(statement);
    const bool takes_rows = ::PQresultStatus(begun.get()) == PGRES_COPY_IN;
    const auto rows = text_.rows([&](std::string_view some) -> Result<void> {
      if (takes_rows) return session_.give_rows(some);
      return {};
    });
    if (!takes_rows) return judge(begun, statement);
    judge(session_.end_rows(rows ? nullptr : "the dump ends"), statement);
    if (!rows) end_of_text(rows.error());
  }

  // Never with the server's own words: they may quote a row.
  void judge(const Answer& answer, std::string_view statement) {
    const auto status = ::PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY ||
        status == PGRES_SINGLE_TUPLE || status == PGRES_COPY_OUT || !session_.is_alive())
      return;
    const auto field = [&](int code) {
      const char* value = ::PQresultErrorField(answer.get(), code);
      return std::string(value == nullptr ? "" : value);
    };
    const ServersWord word{field(PG_DIAG_SQLSTATE), field(PG_DIAG_TABLE_NAME)};
    const Refusal refusal = refusal_of(word.code, statement);
    if (refusal == Refusal::harmless) return;
    if (refusal == Refusal::scratch && !lacking_) lacking_ = word;
    // What follows from something lacking says nothing of the dump.
    if (refusal == Refusal::content && !lacking_) {
      end(Loaded::does_not_load, LoadingReason::refused);
      set_refusal(word);
    }
  }

  SqlText& text_;
  PostgresqlSession& session_;
  const std::function<bool()>& new_database_;
  Loading loading_{.outcome = Loaded::loaded};
  std::optional<ServersWord> lacking_;  // of the scratch server
  std::uint64_t tables_ = 0;
};

}  // namespace

Loading load_statements(SqlText& text, PostgresqlSession& session, const std::function<bool()>& new_database) {
  return Load(text, session, new_database).run();
}

}  // namespace garde::restorer::loading
