#include "evidence/judged_json.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

namespace garde::evidence {
namespace {

std::string written(const Judged& judged) { return boost::json::serialize(to_json(judged)); }

TEST(JudgedJson, ReadsBackWhatItWrote) {
  Judged judged;
  EXPECT_EQ(*parse_judged(written(judged)), judged);
  judged.add(7_KiB);
  judged.leave_out(LeftOut::not_opened, "été.fic", 3_KiB);
  judged.leave_out(LeftOut::unlisted, "dossiers");
  judged.of_bytes = {~std::uint64_t{0}};
  EXPECT_EQ(*parse_judged(written(judged)), judged);
}

TEST(JudgedJson, RefusesWhatItDidNotWrite) {
  Judged judged;
  judged.leave_out(LeftOut::unreadable, "a");
  const std::string whole = written(judged);
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(parse_judged(std::string_view(whole).substr(0, length)).has_value()) << length;
  for (const auto* text : {"[]", "7", R"({"units":-1,"of":1,"bytes":0,"of_bytes":0,"left_out":[]})",
                           R"({"units":1.5,"of":1,"bytes":0,"of_bytes":0,"left_out":[]})",
                           R"({"units":1,"of":1,"bytes":0,"of_bytes":0,"left_out":[{"reason":"dark"}]})",
                           R"({"units":1,"of":1,"bytes":0,"of_bytes":0})"})
    EXPECT_FALSE(parse_judged(text).has_value()) << text;
}

}  // namespace
}  // namespace garde::evidence
