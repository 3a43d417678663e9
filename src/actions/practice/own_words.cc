#include "actions/practice/own_words.h"

#include "accounts/exports/folded_text.h"
#include "accounts/register/register.h"
#include "storage/access_store.h"
#include "storage/answer_store.h"

namespace garde::actions {

Result<std::vector<std::string>> own_words(Practice& practice) {
  std::vector<std::string> words;
  const auto add_words = [&](std::string_view text) {
    std::string word;
    for (const char c : accounts::folded(text) + ' ') {
      if (c >= 'a' && c <= 'z') {
        word += c;
        continue;
      }
      if (word.size() >= accounts::WordLists::kShortest) words.push_back(word);
      word.clear();
    }
  };
  accounts::Register known = TRY(practice.with_storage(storage::load_register));
  accounts::add_essential_tools(known);
  for (const accounts::Person& person : known.people) add_words(person.name);
  for (const accounts::UsedTool& tool : known.tools) add_words(tool.name);
  const auto answers = TRY(practice.with_storage(storage::load_answers));
  for (const auto& [question, given] : answers)
    if (const auto* text = std::get_if<std::string>(&given.value)) add_words(*text);
  return words;
}

}  // namespace garde::actions
