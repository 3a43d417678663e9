#include "formats/json.h"

#include <gtest/gtest.h>

namespace garde::formats {
namespace {

// Writes the events down, and skips every value whose key starts with '_'.
class Transcript final : public JsonVisitor {
 public:
  bool on_object_begin() override { return add("{"); }
  bool on_object_end() override { return add("}"); }
  bool on_array_begin() override { return add("["); }
  bool on_array_end() override { return add("]"); }
  Want on_key(std::string_view key) override {
    if (key.starts_with('_')) return Want::skip;
    add(std::string(key) + ":");
    return Want::value;
  }
  bool on_string(std::string_view value) override { return value != "refuse" && add("'" + std::string(value) + "'"); }
  bool on_unsigned(std::uint64_t value) override { return add(std::to_string(value) + " "); }
  bool on_null() override { return add("null "); }
  bool on_other() override { return add("other "); }
  std::string text;

 private:
  bool add(std::string_view event) { return text += event, true; }
};

std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

constexpr std::string_view kDocument =
    R"({"a":1,"_skip":{"x":[1,{"y":"z"}],"w":null},"b":["é\u00e9\"\\",-1,1.5,true,null,18446744073709551615],)"
    R"("_s":"refuse","_n":7,"c":{},"_e":[],"d":[]})"
    "\n";
constexpr std::string_view kEvents = "{a:1 b:['éé\"\\'other other other null 18446744073709551615 ]c:{}d:[]}";

TEST(Json, GivesTheEventsAndSkipsWhatIsNotWanted) {
  Transcript transcript;
  EXPECT_EQ(parse_json(bytes(kDocument), transcript), "");
  EXPECT_EQ(transcript.text, kEvents);
}

TEST(Json, DoesNotDependOnHowTheDocumentIsCut) {
  for (std::size_t first = 0; first <= kDocument.size(); ++first) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{3}, kDocument.size()}) {
      Transcript transcript;
      JsonParser parser(transcript);
      bool fine = parser.feed(bytes(kDocument.substr(0, first)));
      for (std::size_t at = first; at < kDocument.size(); at += step)
        fine = fine && parser.feed(bytes(kDocument.substr(at, step)));
      EXPECT_TRUE(fine && parser.finish()) << parser.problem();
      EXPECT_EQ(transcript.text, kEvents);
    }
  }
}

TEST(Json, IsRefusedWhenCutShort) {
  for (std::size_t length = 0; length + 1 < kDocument.size(); ++length) {
    Transcript transcript;
    EXPECT_NE(parse_json(bytes(kDocument.substr(0, length)), transcript), "") << length;
  }
}

TEST(Json, IsRefusedWhenItIsNone) {
  for (const auto* bad :
       {"", " ", "{", "{}x", "{} {}", "{a:1}", "{\"a\":1,}", "[1 2]", "nul", "\"\xff\"", "// c\n{}"}) {
    Transcript transcript;
    EXPECT_NE(parse_json(bytes(bad), transcript), "") << bad;
  }
}

TEST(Json, IsRefusedByItsVisitor) {
  Transcript transcript;
  EXPECT_EQ(parse_json(bytes(R"({"a":"refuse"})"), transcript), "not of the expected form");
}

TEST(Json, IsRefusedBeyondItsDepth) {
  for (const std::size_t depth : {JsonParser::kMaxDepth, JsonParser::kMaxDepth + 1}) {
    Transcript transcript;
    const std::string nested = std::string(depth, '[') + std::string(depth, ']');
    EXPECT_EQ(parse_json(bytes(nested), transcript).empty(), depth == JsonParser::kMaxDepth);
  }
}

TEST(Json, IsRefusedWithATextBeyondItsLimitUnlessSkipped) {
  const std::string most(JsonParser::kMaxText, 'x');
  Transcript transcript;
  EXPECT_EQ(parse_json(bytes("[\"" + most + "\"]"), transcript), "");
  EXPECT_NE(parse_json(bytes("[\"" + most + "x\"]"), transcript), "");
  EXPECT_EQ(parse_json(bytes("{\"_skip\":\"" + most + "x\"}"), transcript), "");
}

}  // namespace
}  // namespace garde::formats
