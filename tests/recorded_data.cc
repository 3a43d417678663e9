#include "tests/recorded_data.h"

#include <cstdlib>

#include <fmt/format.h>

#include "base/result.h"
#include "base/testing/source_directory.h"

namespace garde::tests {
namespace {

void shell(const std::string& command) { GARDE_CHECK(std::system(command.c_str()) == 0); }

}  // namespace

FixedClock::FixedClock(std::int64_t seconds_since_1970) {
  ::setenv("FIXED_CLOCK", std::to_string(seconds_since_1970).c_str(), 1);
  ::setenv("LD_PRELOAD", GARDE_FIXED_CLOCK, 1);
  ::setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);  // what is preloaded comes before its library
}

FixedClock::~FixedClock() {
  for (const char* name : {"FIXED_CLOCK", "LD_PRELOAD", "ASAN_OPTIONS"}) ::unsetenv(name);
}

RecordedData::RecordedData(const std::string& version) {
  const std::filesystem::path kept = source_directory() / "tests/fixtures" / version;
  for (const std::string name : {"data", "backups", "inputs", "journal", "export"})
    std::filesystem::copy(kept / name, folder_ / name, std::filesystem::copy_options::recursive);
  std::filesystem::create_directory(folder_ / "scratch");
  facts_ = boost::json::parse(read_file(kept / "recorded.json")).as_object();
  // Git keeps neither who may read a file nor when it was changed.
  shell(fmt::format("chmod -R go= '{}'", data().string()));
  shell(fmt::format("find '{}' -exec touch -d @{} {{}} +", (folder_ / "backups").string(),
                    facts_.at("backups_at").as_int64()));
}

void RecordedData::bring_back(const std::string& destination, const std::string& backup) const {
  shell(
      fmt::format("sqlite3 '{}' \"UPDATE backup_destination SET place = 'folder', volume = '', within = '', "
                  "folder = '{}' WHERE name = '{}'\"",
                  (data() / "garde.db").string(), (folder_ / backup).string(), destination));
}

http::Answer Browser::get(const std::string& address) const { return ask("GET " + address, ""); }

bool Browser::sign_in(const std::string& password) {
  cookie_.clear();
  std::string typed;
  for (const char c : password) typed += c == ' ' ? '+' : c;
  const http::Answer answer = ask("POST /sign-in", "password=" + typed);
  const std::string cookie(answer.headers.get("Set-Cookie").value_or(""));
  cookie_ = cookie.substr(0, cookie.find(';'));
  return answer.status == 303 && !cookie_.empty();
}

http::Answer Browser::ask(const std::string& line, const std::string& form) const {
  return http::exchange(port_,
                        fmt::format("{} HTTP/1.1\r\nHost: {}\r\nOrigin: http://{}\r\nCookie: {}\r\n"
                                    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
                                    line, host_, host_, cookie_, form.size(), form));
}

}  // namespace garde::tests
