// An export full of passwords that stand nowhere else, and the search for them in whatever the program leaves.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <sys/types.h>
#include <boost/json.hpp>

#include "io/testing/temporary_folder.h"
#include "tests/running_garde.h"

namespace garde::tests {

namespace json = boost::json;

// Exit statuses.
inline constexpr int kFine = 0;
inline constexpr int kFoundBad = 1;
inline constexpr int kWrongUse = 2;
inline constexpr int kNotEstablished = 3;

// In no dictionary, so that nothing else of the program holds them.
const std::vector<std::string>& passwords();
std::string export_text();  // with all of them

std::string samples();  // the folder of golden exports
std::string bytes_of_hex(std::string_view digits);
std::string core_limit_of(pid_t process);  // "0 0": it may leave no image of its memory
std::string memory_of(pid_t process);      // all that it may have written to: what such an image would hold

// Exports in which a password of `misplaced_passwords` stands in every field of an account, in many forms, by file
// name.
const std::vector<std::string>& misplaced_passwords();
std::vector<std::pair<std::string, std::string>> exports_with_misplaced_passwords();
// Every run of six characters of one of them that stands in the text, whatever its case.
std::vector<std::string> pieces_in(std::string_view text);

class Accounts : public testing::Test {
 protected:
  Accounts();  // export.csv lies in the folder

  Ran audit(std::vector<std::string> more) const;
  json::object audit_json(std::vector<std::string> more, int status) const;
  static std::vector<std::string> findings(const json::object& audited);  // "Ameli Pro: reused near-reused"

  // Every form of every password that stands in the text.
  std::vector<std::string> leaks_in(std::string_view text, const std::vector<std::string>& secrets = passwords()) const;
  void expect_no_leak_below(const std::filesystem::path& folder,
                            const std::vector<std::string>& secrets = passwords()) const;

  io::testing::TemporaryFolder folder_;
};

}  // namespace garde::tests
