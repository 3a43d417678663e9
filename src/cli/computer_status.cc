#include "cli/computer_status.h"

#include "worker/backups/loadings.h"

namespace garde::cli {
namespace {

namespace json = boost::json;

class Text {
 public:
  explicit Text(const text::Catalogue& texts) : texts_(texts) {}
  void title(std::string_view key) {
    text_ += texts_.sentence(key_of(key));
    text_ += '\n';
  }
  void line(std::string_view key, const std::string& value) {
    text_ += "  " + texts_.sentence(Message{key_of(key), {{"value", value}}}) + '\n';
  }
  void line(std::string_view key, bool holds) { line(key, texts_.sentence(key_of(holds ? "yes" : "no"))); }
  void program(std::string_view key, const std::string* path) {
    line(key, path == nullptr ? texts_.sentence(key_of("not-found")) : *path);
  }
  std::string take() { return std::move(text_); }

 private:
  static std::string key_of(std::string_view key) { return "cli.status." + std::string(key); }
  const text::Catalogue& texts_;
  std::string text_;
};

json::object walls_json(const cage::Walls& walls) {
  return {{"no_new_privileges", walls.no_new_privileges},
          {"landlock", walls.landlock},
          {"system_calls", walls.system_calls},
          {"memory", walls.memory},
          {"namespaces", walls.apart}};
}

json::object server_json(const std::string* program, bool loads) {
  json::object server{{"found", program != nullptr}, {"loads", loads}};
  server["program"] = program == nullptr ? json::value(nullptr) : json::value(*program);
  return server;
}

const std::string* postgresql_of(const ComputerStatus& status) {
  return status.databases.postgresql ? &status.databases.postgresql->postgres : nullptr;
}
const std::string* mariadb_of(const ComputerStatus& status) {
  return status.databases.mariadb ? &status.databases.mariadb->server : nullptr;
}

}  // namespace

Result<ComputerStatus> look_at_this_computer() {
  ComputerStatus status;
  status.reading = TRY(cage::walls_of_this_computer());
  status.servers = worker::walls_around_servers().value_or(cage::Walls{});  // for which nobody may be there to run them
  status.databases = restorer::this_computers_databases();
  status.memory = crypto::guard_process_memory();
  return status;
}

std::string computer_text(const ComputerStatus& status, const text::Catalogue& texts) {
  Text text(texts);
  text.title("reading");
  text.line("holds", status.reading.hold());
  text.line("landlock",
            status.reading.landlock == 0 ? texts.sentence("cli.status.no") : std::to_string(status.reading.landlock));
  text.line("system-calls", status.reading.system_calls);
  text.line("limits", status.reading.memory);
  text.title("dumps");
  text.line("namespaces", status.servers.apart);
  text.program("postgresql", postgresql_of(status));
  text.program("mariadb", mariadb_of(status));
  text.line("loads-postgresql", status.loads_postgresql());
  text.line("loads-mariadb", status.loads_mariadb());
  text.title("memory");
  text.line("no-dump", status.memory.no_dump);
  text.line("can-lock", status.memory.can_lock);
  return text.take();
}

json::object computer_json(const ComputerStatus& status) {
  json::object reading = walls_json(status.reading);
  reading["holds"] = status.reading.hold();
  json::object servers = walls_json(status.servers);
  servers["holds"] = status.servers.hold_programs();
  return {{"reading", std::move(reading)},
          {"database_servers", std::move(servers)},
          {"postgresql", server_json(postgresql_of(status), status.loads_postgresql())},
          {"mariadb", server_json(mariadb_of(status), status.loads_mariadb())},
          {"memory", {{"no_dump", status.memory.no_dump}, {"can_lock", status.memory.can_lock}}}};
}

}  // namespace garde::cli
