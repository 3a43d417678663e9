#include "storage/postgresql.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "storage/postgresql_error.h"

namespace garde::storage {
namespace {

struct FinishConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Server = std::unique_ptr<PGconn, FinishConnection>;
using Answer = std::unique_ptr<PGresult, ClearResult>;

// Any number will do that no other program uses for its advisory locks: "Gard" in ASCII.
constexpr std::int64_t kMigrationLock = 0x47617264;

// The types our statements give; the numbers are fixed by PostgreSQL's pg_type.dat.
enum class Type : Oid {
  boolean = 16,
  bytea = 17,
  name = 19,
  int8 = 20,
  int2 = 21,
  int4 = 23,
  text = 25,
  varchar = 1043
};

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(Server server, PostgresqlOptions options)
      : server_(std::move(server)), options_(std::move(options)) {}

  Engine engine() const override { return Engine::postgresql; }
  Result<void> set_up_session();

 private:
  struct Prepared {
    std::string name;
    std::size_t parameters = 0;
  };

  Result<Outcome> run(Sql statement, std::span<const Value> parameters) override;
  Result<void> run_engine_script(std::string_view script) override;
  Result<void> begin(TransactionKind kind) override;
  Result<void> commit() override;
  void roll_back() override;

  Result<const Prepared*> prepared(Sql sql);
  Result<void> connect_again_if_lost();
  Result<Answer> checked(PGresult* raw) const;

  Server server_;
  PostgresqlOptions options_;
  // By the text of the statement, which is a constant of the program.
  std::unordered_map<std::string_view, Prepared> statements_;
};

std::string_view trimmed_line(std::string_view text) { return text.substr(0, text.find('\n')); }

// For a connection that failed, or an answer that never came. libpq's message names host and user, never the
// password.
Error no_answer(PGconn* server) { return postgresql_error("", trimmed_line(PQerrorMessage(server))); }

Result<Answer> PostgresqlConnection::checked(PGresult* raw) const {
  Answer answer(raw);
  switch (PQresultStatus(raw)) {
    case PGRES_EMPTY_QUERY:
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK: return answer;
    default: break;
  }
  const char* sqlstate = PQresultErrorField(raw, PG_DIAG_SQLSTATE);
  const char* message = PQresultErrorField(raw, PG_DIAG_MESSAGE_PRIMARY);
  if (sqlstate == nullptr || message == nullptr) return no_answer(server_.get());
  return postgresql_error(sqlstate, message);
}

Result<void> PostgresqlConnection::set_up_session() {
  const char* encoding = PQparameterStatus(server_.get(), "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8")
    return Error{ErrorKind::unsupported, "PostgreSQL", std::nullopt, "the encoding of the database is not UTF8"};
  // Acknowledged means on disk: a server that answers before that is asked not to, for us.
  const std::string script = fmt::format(
      "SET lock_timeout = {}; SET statement_timeout = {}; SET idle_in_transaction_session_timeout = {};"
      "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
      options_.lock_timeout.count(), options_.statement_timeout.count(), options_.statement_timeout.count());
  TRY(checked(PQexec(server_.get(), script.c_str())));
  return {};
}

Result<void> PostgresqlConnection::connect_again_if_lost() {
  if (in_transaction()) return {};
  // Looks at what has come in meanwhile, without waiting: a server that went away left a last message, and then
  // the end.
  PQconsumeInput(server_.get());
  PQconsumeInput(server_.get());
  if (PQstatus(server_.get()) == CONNECTION_OK) return {};
  statements_.clear();
  PQreset(server_.get());
  if (PQstatus(server_.get()) != CONNECTION_OK) return no_answer(server_.get());
  return set_up_session();
}

Result<const PostgresqlConnection::Prepared*> PostgresqlConnection::prepared(Sql sql) {
  const auto known = statements_.find(sql.text());
  if (known != statements_.end()) return &known->second;
  NumberedSql numbered = number_parameters(sql.text());
  Prepared statement{.name = fmt::format("s{}", statements_.size()), .parameters = numbered.parameters};
  TRY(checked(PQprepare(server_.get(), statement.name.c_str(), numbered.text.c_str(), 0, nullptr)));
  return &statements_.emplace(sql.text(), std::move(statement)).first->second;
}

// Parameters as PQexecPrepared takes them. Numbers travel as text, whose type PostgreSQL infers from the
// statement; the rest points into the values.
class Arguments {
 public:
  explicit Arguments(std::span<const Value> values) : numbers_(values.size()) {
    for (std::size_t i = 0; i < values.size(); ++i) std::visit(Add{*this, numbers_[i]}, values[i].content());
  }
  const char* const* pointers() const { return pointers_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  struct Add {
    Arguments& arguments;
    std::string& number;
    void operator()(Null) const { arguments.add(nullptr, 0, kText); }
    void operator()(std::int64_t value) const {
      number = std::to_string(value);
      arguments.add(number.c_str(), number.size(), kText);
    }
    void operator()(const std::string& text) const { arguments.add(text.c_str(), text.size(), kText); }
    void operator()(const Blob& blob) const {
      // An empty vector may have no address, and no address means NULL.
      arguments.add(blob.empty() ? "" : reinterpret_cast<const char*>(blob.data()), blob.size(), kBinary);
    }
  };
  static constexpr int kText = 0;
  static constexpr int kBinary = 1;
  void add(const char* pointer, std::size_t length, int format) {
    pointers_.push_back(pointer);
    lengths_.push_back(static_cast<int>(length));
    formats_.push_back(format);
  }

  std::vector<std::string> numbers_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

// Big-endian two's complement of 1, 2, 4 or 8 bytes.
std::int64_t read_integer(std::string_view bytes) {
  std::uint64_t number = (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
  for (const char byte : bytes) number = (number << 8U) | static_cast<unsigned char>(byte);
  return static_cast<std::int64_t>(number);
}

Value read_value(PGresult* answer, int row, int column) {
  if (PQgetisnull(answer, row, column) != 0) return Null{};
  const std::string_view bytes(PQgetvalue(answer, row, column),
                               static_cast<std::size_t>(PQgetlength(answer, row, column)));
  switch (static_cast<Type>(PQftype(answer, column))) {
    case Type::boolean:
    case Type::int2:
    case Type::int4:
    case Type::int8: return read_integer(bytes);
    case Type::name:
    case Type::text:
    case Type::varchar: return bytes;
    case Type::bytea: return std::as_bytes(std::span(bytes));
  }
  fail_check("a column of a type we do not use: cast it in the statement", __FILE__, __LINE__);
}

Result<Connection::Outcome> PostgresqlConnection::run(Sql sql, std::span<const Value> parameters) {
  TRY(connect_again_if_lost());
  const Prepared* statement = TRY(prepared(sql));
  GARDE_CHECK(statement->parameters == parameters.size());
  const Arguments arguments(parameters);
  constexpr int kBinaryResult = 1;
  const Answer answer =
      TRY(checked(PQexecPrepared(server_.get(), statement->name.c_str(), static_cast<int>(parameters.size()),
                                 arguments.pointers(), arguments.lengths(), arguments.formats(), kBinaryResult)));
  Outcome outcome;
  const int columns = PQnfields(answer.get());
  for (int row = 0; row < PQntuples(answer.get()); ++row) {
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) values.push_back(read_value(answer.get(), row, column));
    outcome.rows.emplace_back(sql, std::move(values));
  }
  // Empty for a statement that changes nothing; for a SELECT it counts rows.
  const std::string_view changed = PQcmdTuples(answer.get());
  std::from_chars(changed.data(), changed.data() + changed.size(), outcome.changed);
  return outcome;
}

Result<void> PostgresqlConnection::run_engine_script(std::string_view script) {
  TRY(connect_again_if_lost());
  TRY(checked(PQexec(server_.get(), std::string(script).c_str())));
  return {};
}

Result<void> PostgresqlConnection::begin(TransactionKind kind) {
  TRY(connect_again_if_lost());
  // Serialisable would see the database as it was when the wait for the lock began.
  const std::string script = kind == TransactionKind::ordinary
                                 ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
                                 : fmt::format(
                                       "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0;"
                                       "SELECT pg_advisory_xact_lock({})",
                                       kMigrationLock);
  auto begun = checked(PQexec(server_.get(), script.c_str()));
  if (!begun) {
    roll_back();
    return begun.error();
  }
  return {};
}

Result<void> PostgresqlConnection::commit() {
  const Answer answer = TRY(checked(PQexec(server_.get(), "COMMIT")));
  // In a transaction that has failed, COMMIT succeeds as a roll-back.
  GARDE_CHECK(std::string_view(PQcmdStatus(answer.get())) == "COMMIT");
  return {};
}

void PostgresqlConnection::roll_back() {
  // The server rolls back by itself when the connection is lost.
  if (PQtransactionStatus(server_.get()) == PQTRANS_IDLE || PQstatus(server_.get()) != CONNECTION_OK) return;
  const Answer answer(PQexec(server_.get(), "ROLLBACK"));
}

// Where two settings disagree the later one counts, and those of the conninfo count where it stands.
Server connect(const std::string& conninfo) {
  struct Setting {
    const char* keyword;
    const char* value;
  };
  const std::array settings{
      Setting{"connect_timeout", "5"},
      // A server that has vanished without a word is given up after half a minute, not after two hours.
      Setting{"keepalives_idle", "10"},
      Setting{"keepalives_interval", "5"},
      Setting{"keepalives_count", "4"},
      Setting{"tcp_user_timeout", "30000"},
      Setting{"application_name", "garde"},
      Setting{"dbname", conninfo.c_str()},
      Setting{"client_encoding", "UTF8"},
  };
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const Setting& setting : settings) {
    keywords.push_back(setting.keyword);
    values.push_back(setting.value);
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  constexpr int kExpandDbname = 1;
  return Server(PQconnectdbParams(keywords.data(), values.data(), kExpandDbname));
}

}  // namespace

bool names_a_password(const std::string& conninfo) {
  char* problem = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype([](PQconninfoOption* all) { PQconninfoFree(all); })> options(
      PQconninfoParse(conninfo.c_str(), &problem));
  const std::unique_ptr<char, decltype([](char* text) { PQfreemem(text); })> said(problem);
  // What cannot be read is for the server's library to refuse.
  for (const PQconninfoOption* option = options.get(); option != nullptr && option->keyword != nullptr; ++option)
    if (std::string_view(option->keyword) == "password" && option->val != nullptr && *option->val != '\0') return true;
  return false;
}

Result<std::unique_ptr<Connection>> open_postgresql(const PostgresqlOptions& options) {
  Server server = connect(options.conninfo);
  if (PQstatus(server.get()) != CONNECTION_OK) return no_answer(server.get());
  // libpq would print notices, such as "relation already exists, skipping", to our standard error.
  PQsetNoticeReceiver(server.get(), [](void*, const PGresult*) {}, nullptr);
  auto connection = std::make_unique<PostgresqlConnection>(std::move(server), options);
  TRY(connection->set_up_session());
  return connection;
}

}  // namespace garde::storage
