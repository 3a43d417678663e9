// The data of a practice as an earlier version recorded it, laid out for the program under test at the hour it was
// made.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <boost/json.hpp>

#include "http/test_client.h"
#include "io/testing/temporary_folder.h"
#include "tests/running_garde.h"

namespace garde::tests {

// From here on, for the programs this process starts, until it goes: tests/fixed_clock.cc.
class FixedClock {
 public:
  explicit FixedClock(std::int64_t seconds_since_1970);
  ~FixedClock();
  FixedClock(const FixedClock&) = delete;
  FixedClock& operator=(const FixedClock&) = delete;
};

// A copy of tests/fixtures/<version> in a folder of its own.
class RecordedData {
 public:
  explicit RecordedData(const std::string& version);

  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path data() const { return folder_ / "data"; }
  const boost::json::object& facts() const { return facts_; }  // recorded.json
  std::string fact(std::string_view name) const { return std::string(facts_.at(name).as_string()); }
  std::int64_t hour() const { return facts_.at("clock").as_int64(); }  // at which recorded.json was made
  // The backup that a password was sealed for is where the copy of it lies here.
  void bring_back(const std::string& destination, const std::string& backup) const;

 private:
  io::testing::TemporaryFolder folder_;
  boost::json::object facts_;
};

// One browser on a garde that runs.
class Browser {
 public:
  explicit Browser(const RunningGarde& garde, std::string cookie = "")
      : port_(garde.port()), host_(garde.host()), cookie_(std::move(cookie)) {}

  http::Answer get(const std::string& address) const;
  // True when it was let in.
  bool sign_in(const std::string& password);

 private:
  http::Answer ask(const std::string& line, const std::string& form) const;

  std::uint16_t port_;
  std::string host_;
  std::string cookie_;
};

}  // namespace garde::tests
