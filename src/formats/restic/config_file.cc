#include "formats/restic/config_file.h"

#include <utility>

namespace garde::formats::restic {

bool ConfigVisitor::on_object_begin() { return !std::exchange(in_object_, true); }

JsonVisitor::Want ConfigVisitor::on_key(std::string_view key) {
  key_ = key;
  return key == "version" || key == "id" ? Want::value : Want::skip;
}

bool ConfigVisitor::on_string(std::string_view text) {
  if (key_ == "id") id = text;
  return key_ == "id";
}

bool ConfigVisitor::on_unsigned(std::uint64_t value) {
  if (key_ == "version") version = value;
  return key_ == "version";
}

}  // namespace garde::formats::restic
