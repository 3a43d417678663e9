#include "backups/finding_json.h"

#include <algorithm>
#include <concepts>
#include <type_traits>

#include <boost/json.hpp>

#include "base/as_text.h"
#include "base/enumerators.h"

namespace garde::backups {
namespace {

namespace json = boost::json;

// The fields of each kind of finding, for writing and for reading alike: what its name tells is none of them.
template <class T, class Found>
concept Is = std::same_as<std::remove_const_t<T>, Found>;

void visit_fields(Is<Remark> auto& /*found*/, auto&& /*field*/) {}
void visit_fields(Is<DamageFinding> auto& found, auto&& field) {
  field("path", found.path);
  field("restore_point", found.restore_point);
  field("damage", found.damage);
  field("object_kind", found.object_kind);
  field("object", found.object);
  field("within", found.within);
  field("offset", found.offset);
}
void visit_fields(Is<UnjudgedFinding> auto& found, auto&& field) {
  field("container", found.container);
  field("piece", found.piece);
  field("reason", found.reason);
}
void visit_fields(Is<FileFinding> auto& found, auto&& field) { field("path", found.path); }
void visit_fields(Is<SourceFinding> auto& found, auto&& field) {
  field("source", found.source);
  field("mount_point", found.mount_point);
  field("newest_file", found.newest_file);
}
void visit_fields(Is<PointFinding> auto& found, auto&& field) {
  field("restore_point", found.restore_point);
  field("time", found.time);
}
void visit_fields(Is<LineFinding> auto& found, auto&& field) {
  field("host", found.host);
  field("paths", found.paths);
  field("points", found.points);
  field("newest", found.newest);
}
void visit_fields(Is<CountFinding> auto& found, auto&& field) { field("count", found.count); }
void visit_fields(Is<CadenceFinding> auto& found, auto&& field) {
  field("from", found.from);
  field("to", found.to);
}
void visit_fields(Is<MissedDay> auto& found, auto&& field) { field("day", found.day); }
void visit_fields(Is<ScheduledJob> auto& found, auto&& field) {
  field("job", found.name);
  field("place", found.place);
}
void visit_fields(Is<FormatNotRead> auto& /*found*/, auto&& /*field*/) {}
void visit_fields(Is<SuspectFile> auto& found, auto&& field) {
  field("path", found.path);
  field("type", found.type);
}
void visit_fields(Is<RansomFinding> auto& found, auto&& field) {
  field("path", found.path);
  field("family", found.family);
}
void visit_fields(Is<UpheavalFinding> auto& found, auto&& field) {
  field("restore_point", found.restore_point);
  field("files", found.files);
  field("of", found.of);
}
void visit_fields(Is<NotRestored> auto& found, auto&& field) {
  field("path", found.path);
  field("error", found.error);
  field("offset", found.offset);
}
void visit_fields(Is<NotOpened> auto& found, auto&& field) {
  field("path", found.path);
  field("reason", found.reason);
  field("part", found.part);
  field("offset", found.offset);
}
void visit_fields(Is<DumpFinding> auto& found, auto&& field) {
  field("path", found.path);
  field("server", found.server);
  field("reason", found.reason);
  field("code", found.code);
  field("table", found.table);
  field("line", found.line);
  field("offset", found.offset);
}
void visit_fields(Is<ForeignFinding> auto& found, auto&& field) {
  field("path", found.path);
  field("files", found.files);
}
void visit_fields(Is<DwindledDatabase> auto& found, auto&& field) {
  field("path", found.path);
  field("now", found.now);
  field("before", found.before);
}

class Writer {
 public:
  void operator()(std::string_view key, const std::string& text) {
    if (!text.empty()) fields_[key] = as_text(text);
  }
  void operator()(std::string_view key, std::uint64_t number) { fields_[key] = number; }
  void operator()(std::string_view key, Instant time) { fields_[key] = to_iso(nearest_readable(time)); }
  void operator()(std::string_view key, Date day) { fields_[key] = to_iso(nearest_readable(day)); }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void operator()(std::string_view key, Enum value) {
    fields_[key] = name(value);
  }
  template <class T>
  void operator()(std::string_view key, const std::optional<T>& value) {
    if (value) (*this)(key, *value);
  }
  json::object take() { return std::move(fields_); }

 private:
  json::object fields_;
};

bool read(const json::value& value, std::string& text) {
  if (!value.is_string() || value.as_string().empty()) return false;
  text = value.as_string();
  return true;
}
bool read(const json::value& value, std::uint64_t& number) {
  json::error_code code;
  number = value.to_number<std::uint64_t>(code);
  return !code && (value.is_int64() || value.is_uint64());
}
bool read(const json::value& value, Instant& time) {
  const auto parsed = value.is_string() ? parse_instant(value.as_string()) : Error{ErrorKind::damaged, "", {}, ""};
  if (parsed) time = *parsed;
  return parsed.has_value();
}
bool read(const json::value& value, Date& day) {
  const auto parsed = value.is_string() ? parse_date(value.as_string()) : Error{ErrorKind::damaged, "", {}, ""};
  if (parsed) day = *parsed;
  return parsed.has_value();
}
template <class Enum>
  requires std::is_enum_v<Enum>
bool read(const json::value& value, Enum& word) {
  const auto parsed = value.is_string() ? parse_enumerator<Enum>(value.as_string()) : std::nullopt;
  if (parsed) word = *parsed;
  return parsed.has_value();
}

class Reader {
 public:
  explicit Reader(const json::object& fields) : fields_(fields) {}

  template <class T>
  void operator()(std::string_view key, T& value) {
    const json::value* found = fields_.if_contains(key);
    const bool may_be_absent = std::same_as<T, std::string>;
    if (found == nullptr) {
      is_good_ = is_good_ && may_be_absent;
    } else {
      ++read_;
      is_good_ = is_good_ && read(*found, value);
    }
  }
  template <class T>
  void operator()(std::string_view key, std::optional<T>& value) {
    if (fields_.contains(key)) (*this)(key, value.emplace());
  }
  bool has_read_all() const { return is_good_ && read_ == fields_.size(); }

 private:
  const json::object& fields_;
  std::size_t read_ = 0;
  bool is_good_ = true;
};

}  // namespace

json::object finding_fields(const Finding& finding) {
  Writer writer;
  std::visit([&](const auto& found) { visit_fields(found, writer); }, finding);
  return writer.take();
}

Result<Finding> parse_finding(std::string_view kind, std::string_view fields) {
  const auto known = std::ranges::find(every_kind_of_finding(), kind, [](const Finding& one) { return name(one); });
  if (known == every_kind_of_finding().end())
    return Error{ErrorKind::damaged, std::string(kind), std::nullopt, "no kind of finding"};
  json::error_code code;
  const json::value parsed = json::parse(fields, code);
  if (code || !parsed.is_object())
    return Error{ErrorKind::damaged, std::string(kind), std::nullopt, "its fields are no JSON object"};
  Finding finding = *known;
  Reader reader(parsed.as_object());
  std::visit([&](auto& found) { visit_fields(found, reader); }, finding);
  if (!reader.has_read_all())
    return Error{ErrorKind::damaged, std::string(kind), std::nullopt, "its fields are not those of its kind"};
  return finding;
}

}  // namespace garde::backups
