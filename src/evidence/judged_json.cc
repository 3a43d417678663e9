#include "evidence/judged_json.h"

#include <boost/json.hpp>

#include "base/as_text.h"

namespace garde::evidence {
namespace {

namespace json = boost::json;

Error damaged(std::string_view what) { return {ErrorKind::damaged, "judged", std::nullopt, std::string(what)}; }

Result<std::uint64_t> read_number(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) return damaged(key);
  boost::system::error_code error;
  const auto number = value->to_number<std::uint64_t>(error);
  if (error) return damaged(key);
  return number;
}

Result<Judged::Missing> read_missing(const json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr) return damaged("left_out");
  Judged::Missing missing;
  const json::value* reason = object->if_contains("reason");
  const auto known = reason != nullptr && reason->is_string() ? parse_left_out(reason->get_string()) : std::nullopt;
  if (!known) return damaged("reason");
  missing.reason = *known;
  missing.units = TRY(read_number(*object, "units"));
  missing.bytes = { TRY(read_number(*object, "bytes")) };
  const json::value* examples = object->if_contains("examples");
  if (examples == nullptr || !examples->is_array() || examples->get_array().size() > kMaxExamples)
    return damaged("examples");
  for (const json::value& example : examples->get_array()) {
    if (!example.is_string()) return damaged("examples");
    missing.examples.emplace_back(example.get_string());
  }
  return missing;
}

}  // namespace

json::object to_json(const Judged& judged) {
  json::array left_out;
  for (const Judged::Missing& missing : judged.left_out) {
    json::array examples;
    for (const std::string& example : missing.examples) examples.emplace_back(as_text(example));
    left_out.push_back({{"reason", name(missing.reason)},
                        {"units", missing.units},
                        {"bytes", missing.bytes.value},
                        {"examples", std::move(examples)}});
  }
  return {{"units", judged.units},
          {"of", judged.of},
          {"bytes", judged.bytes.value},
          {"of_bytes", judged.of_bytes.value},
          {"left_out", std::move(left_out)}};
}

Result<Judged> parse_judged(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  const json::object* object = error ? nullptr : value.if_object();
  if (object == nullptr) return damaged("no object");
  Judged judged;
  judged.units = TRY(read_number(*object, "units"));
  judged.of = TRY(read_number(*object, "of"));
  judged.bytes = { TRY(read_number(*object, "bytes")) };
  judged.of_bytes = { TRY(read_number(*object, "of_bytes")) };
  const json::value* left_out = object->if_contains("left_out");
  if (left_out == nullptr || !left_out->is_array()) return damaged("left_out");
  for (const json::value& missing : left_out->get_array()) judged.left_out.push_back(TRY(read_missing(missing)));
  return judged;
}

}  // namespace garde::evidence
