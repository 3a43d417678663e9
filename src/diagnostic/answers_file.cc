#include "diagnostic/answers_file.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>

#include "base/utf8.h"

namespace garde::diagnostic {
namespace {

namespace json = boost::json;

// One "key": value of an object.
struct Member {
  enum class Type : std::uint8_t { other, text, texts, object };
  std::string key;
  Type type = Type::other;         // texts: a list that holds nothing but texts
  std::vector<std::string> texts;  // the text, or those of the list
};

// Keeps from a stream of JSON the members of the file and those of its answers, twins included, and nothing
// below: whatever else the file holds costs no memory.
class Collector {
 public:
  static constexpr std::size_t max_array_size = kMaxAnswersFile.value;
  static constexpr std::size_t max_object_size = kMaxAnswersFile.value;
  static constexpr std::size_t max_string_size = kMaxAnswersFile.value;
  static constexpr std::size_t max_key_size = kMaxAnswersFile.value;

  const std::vector<Member>& members() const { return members_; }
  const std::vector<Member>& answers() const { return answers_; }
  bool has_answers() const { return has_answers_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    if (depth_ == 0) in_object_ = true;
    if (depth_ == 1 && !has_answers_ && in_object_ && members_.back().key == "answers")
      in_answers_ = has_answers_ = true;
    begin(Member::Type::object);
    ++depth_;
    return true;
  }
  bool on_object_end(std::size_t, json::error_code&) { return end(); }
  bool on_array_begin(json::error_code&) {
    begin(Member::Type::texts);
    ++depth_;
    return true;
  }
  bool on_array_end(std::size_t, json::error_code&) { return end(); }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return add(part); }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    add(part);
    if (depth_ == 1) members_.push_back({std::move(text_), {}, {}});
    if (depth_ == 2 && in_answers_) answers_.push_back({std::move(text_), {}, {}});
    text_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return add(part); }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    add(part);
    if (Member* member = begin(Member::Type::text)) member->texts.push_back(std::move(text_));
    text_.clear();
    return true;
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, json::error_code&) { return scalar(); }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return scalar(); }
  bool on_double(double, json::string_view, json::error_code&) { return scalar(); }
  bool on_bool(bool, json::error_code&) { return scalar(); }
  bool on_null(json::error_code&) { return scalar(); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool add(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool scalar() {
    begin(Member::Type::other);
    return true;
  }
  bool end() {
    --depth_;
    if (depth_ == 1) in_answers_ = false;
    return true;
  }
  // A value begins. The member that it belongs to, or null.
  Member* begin(Member::Type type) {
    if (depth_ == 1 && in_object_) return &typed(members_.back(), type);
    if (depth_ == 2 && in_answers_) return &typed(answers_.back(), type);
    // Inside the value of an answer: only texts make a list of answers.
    if (depth_ != 3 || !in_answers_ || answers_.back().type != Member::Type::texts) return nullptr;
    if (type != Member::Type::text) answers_.back().type = Member::Type::other;
    return &answers_.back();
  }
  static Member& typed(Member& member, Member::Type type) {
    member.type = type;
    return member;
  }

  std::vector<Member> members_;
  std::vector<Member> answers_;
  std::string text_;       // the parts of a string or key so far
  std::size_t depth_ = 0;  // arrays and objects open
  bool in_object_ = false;
  bool in_answers_ = false;
  bool has_answers_ = false;
};

FileProblem of_file(std::string_view name, std::vector<std::pair<std::string, std::string>> params = {}) {
  return {"", {"answers.file." + std::string(name), std::move(params)}};
}

FileProblem at_position(std::string_view name, std::string_view read) {
  const auto line = 1 + std::ranges::count(read, '\n');
  const std::size_t last_break = read.rfind('\n');
  const std::string_view in_line = last_break == std::string_view::npos ? read : read.substr(last_break + 1);
  return of_file(name, {{"line", std::to_string(line)}, {"column", std::to_string(1 + count_code_points(in_line))}});
}

tl::expected<Collector, FileProblem> parse(std::string_view bytes) {
  if (bytes.size() > kMaxAnswersFile.value)
    return tl::unexpected(of_file("too-large", {{"max", std::to_string(kMaxAnswersFile.value >> 20U)}}));
  if (const std::size_t bad = find_invalid_utf8(bytes); bad != std::string_view::npos)
    return tl::unexpected(of_file("not-utf8", {{"byte", std::to_string(bad + 1)}}));
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // common on Windows, and no part of the JSON
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());

  if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) return tl::unexpected(of_file("empty"));
  json::parse_options options;
  options.max_depth = kMaxAnswersFileDepth;
  json::basic_parser<Collector> parser(options);
  json::error_code error;
  const std::size_t read = parser.write_some(false, bytes.data(), bytes.size(), error);
  if (error == json::error::too_deep) return tl::unexpected(at_position("too-deep", bytes.substr(0, read)));
  if (error || read < bytes.size()) return tl::unexpected(at_position("not-json", bytes.substr(0, read)));
  return std::move(parser.handler());
}

class Interpreter {
 public:
  Interpreter(const Questionnaire& questionnaire, Instant given_at, Date today)
      : questionnaire_(questionnaire), given_at_(given_at), today_(today) {}

  AnswersFile interpret(const Collector& collected) {
    check_version(collected.members());
    std::set<std::string> seen;
    for (const Member& member : collected.members()) {
      if (member.key != "questionnaire" && member.key != "answers") {
        problem(member.key, "answers.file.unknown-key");
      } else if (!seen.insert(member.key).second) {
        problem(member.key, "answers.file.twice");
      }
    }
    seen.clear();
    for (const Member& member : collected.answers()) {
      if (seen.insert(member.key).second)
        take(member);
      else
        problem(member.key, "answers.file.twice");
    }
    if (problems_left_out_ > 0)
      file_.problems.push_back(of_file("more", {{"count", std::to_string(problems_left_out_)}}));
    return std::move(file_);
  }

 private:
  void problem(std::string_view place, Message message) {
    if (file_.problems.size() < kMaxFileProblems)
      file_.problems.push_back({for_display(place), std::move(message)});
    else
      ++problems_left_out_;
  }
  void problem(std::string_view place, std::string_view key) { problem(place, Message{std::string(key), {}}); }

  void check_version(const std::vector<Member>& members) {
    const auto found = std::ranges::find(members, "questionnaire", &Member::key);
    if (found == members.end()) return problem("questionnaire", "answers.file.no-version");
    if (found->type != Member::Type::text) return problem("questionnaire", "answers.file.text-expected");
    file_.version = for_display(found->texts.front());
    if (found->texts.front() != questionnaire_.version())
      problem("questionnaire", Message{"answers.file.other-version",
                                       {{"version", file_.version}, {"expected", questionnaire_.version()}}});
  }

  void take(const Member& member) {
    const auto id = QuestionId::parse(member.key);
    const Question* question = id ? questionnaire_.find(*id) : nullptr;
    if (question == nullptr) return problem(member.key, "answers.file.unknown-question");
    const bool list_wanted = question->kind == QuestionKind::multiple;
    const bool is_list = member.type == Member::Type::texts;
    if (member.type != Member::Type::text && !(is_list && list_wanted))
      return problem(member.key, list_wanted ? "answers.file.list-expected" : "answers.file.text-expected");
    auto value = parse_value(*question, member.texts, today_);
    if (!value) return problem(member.key, std::move(value).error());
    file_.answers.emplace(question->id, GivenAnswer{*std::move(value), given_at_});
  }

  const Questionnaire& questionnaire_;
  Instant given_at_;
  Date today_;
  AnswersFile file_;
  std::size_t problems_left_out_ = 0;
};

std::string json_text(std::string_view text) { return json::serialize(json::string_view(text.data(), text.size())); }

std::string in_json(const Value& value) {
  std::vector<std::string> texts = to_texts(value);
  std::ranges::transform(texts, texts.begin(), json_text);
  if (!std::holds_alternative<Choices>(value)) return texts.front();
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

}  // namespace

tl::expected<AnswersFile, FileProblem> read_answers_file(const Questionnaire& questionnaire, std::string_view bytes,
                                                         Instant given_at, Date today) {
  auto collected = parse(bytes);
  if (!collected) return tl::unexpected(std::move(collected).error());
  if (!collected->has_answers()) return tl::unexpected(of_file("no-answers"));
  return Interpreter(questionnaire, given_at, today).interpret(*collected);
}

std::string write_answers_file(const Questionnaire& questionnaire, const Answers& answers) {
  std::vector<std::string> lines;
  for (const auto& [question, given] : answers)
    lines.push_back(fmt::format("\n    {}: {}", json_text(question.text()), in_json(given.value)));
  return fmt::format("{{\n  \"questionnaire\": {},\n  \"answers\": {{{}\n  }}\n}}\n",
                     json_text(questionnaire.version()), fmt::join(lines, ","));
}

}  // namespace garde::diagnostic
