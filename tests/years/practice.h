// The files of a generated practice, from one evening to the next: ordinary work, and what happens in a year.
#pragma once

#include <map>
#include <string>

#include "tests/years/content.h"

namespace garde::tests::years {

struct File {
  Content content;
  std::uint32_t modified = 0;  // the evening it was last written, counted from the first
  bool operator==(const File&) const = default;
};
using Files = std::map<std::string, File>;  // by path

// Kinds and chances are those of docs/attack.md; they stand before anything is tuned on them.
class Practice {
 public:
  explicit Practice(std::uint64_t seed);

  void live_a_day();
  const Files& files() const { return files_; }
  Files& files() { return files_; }
  std::uint32_t evening() const { return evening_; }
  // What it was seen to do, for the report of a test that failed: "12 conversion, 19 holiday".
  const std::string& story() const { return story_; }

 private:
  void found();
  void work();
  void something_else();
  void add(std::string path, Form form, std::uint32_t low, std::uint32_t high);
  void write(File& file);
  std::uint32_t size_between(std::uint32_t low, std::uint32_t high);
  std::string some(std::string_view folder, std::string_view ending);
  std::vector<std::string> all(std::string_view folder, std::string_view ending) const;
  void move_folder(const std::string& from, const std::string& to);
  void tell(std::string_view what);

  // In a year.
  void convert_old_texts();
  void import_photos();
  void clear_photos();
  void update_software();
  void move_to_a_new_computer();
  void put_years_away();
  void set_passwords();
  void insert_received_pdf();
  void receive_encrypted_archive();
  void scan_old_files();

  Dice dice_;
  Files files_;
  std::uint32_t evening_ = 0;
  std::uint32_t holiday_until_ = 0;
  std::uint32_t written_ = 0;  // files ever made: each has a name of its own
  std::string home_ = "Cabinet";
  std::string base_;
  bool has_base_ = false;
  bool has_export_ = false;
  std::string story_;
};

}  // namespace garde::tests::years
