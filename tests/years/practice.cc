#include "tests/years/practice.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace garde::tests::years {
namespace {

constexpr std::uint32_t kWeek = 7;

}  // namespace

Practice::Practice(std::uint64_t seed) : dice_(seed) { found(); }

std::uint32_t Practice::size_between(std::uint32_t low, std::uint32_t high) {
  // Few files are large: the smaller of three draws.
  return std::min({dice_.between(low, high), dice_.between(low, high), dice_.between(low, high)});
}

void Practice::add(std::string path, Form form, std::uint32_t low, std::uint32_t high) {
  ++written_;
  files_[std::move(path)] = {{form, dice_.next(), size_between(low, high), 0, Harm::none}, evening_};
}

void Practice::write(File& file) {
  ++file.content.edition;
  file.modified = evening_;
}

std::vector<std::string> Practice::all(std::string_view folder, std::string_view ending) const {
  std::vector<std::string> found;
  const std::string start = fmt::format("{}/{}/", home_, folder);
  for (auto file = files_.lower_bound(start); file != files_.end() && file->first.starts_with(start); ++file)
    if (file->first.ends_with(ending)) found.push_back(file->first);
  return found;
}

std::string Practice::some(std::string_view folder, std::string_view ending) {
  const auto found = all(folder, ending);
  return found.empty() ? std::string() : found[dice_.between(0, static_cast<std::uint32_t>(found.size()) - 1)];
}

void Practice::tell(std::string_view what) {
  story_ += fmt::format("{}{} {}", story_.empty() ? "" : ", ", evening_, what);
}

void Practice::found() {
  const std::uint32_t patients = dice_.between(20, 90);
  for (std::uint32_t i = 0; i < patients; ++i) {
    const std::string who = fmt::format("{}/Dossiers/patient{:03}", home_, i);
    add(who + ".txt", Form::text, 600, 9'000);
    if (dice_.chance(60)) add(fmt::format("{}/Courriers/lettre{:04}.docx", home_, i), Form::letter, 4'000, 30'000);
    if (dice_.chance(40))
      add(fmt::format("{}/Courriers/2019/compte rendu {:04}.doc", home_, i), Form::old_letter, 8'000, 40'000);
    if (dice_.chance(70)) add(fmt::format("{}/Bilans/bilan{:04}.pdf", home_, i), Form::pdf, 8'000, 80'000);
  }
  for (std::uint32_t i = dice_.between(0, 40); i > 0; --i)
    add(fmt::format("{}/Photos/IMG_{:04}.jpg", home_, written_), Form::photo, 20'000, 120'000);
  for (std::uint32_t i = dice_.between(0, 12); i > 0; --i)
    add(fmt::format("{}/Scans/scan{:04}.tif", home_, written_), Form::scan, 30'000, 150'000);
  for (std::uint32_t i = dice_.between(1, 6); i > 0; --i)
    add(fmt::format("{}/Gestion/tableau{}.xls", home_, i), Form::old_letter, 8'000, 50'000);
  add(home_ + "/Gestion/comptes.csv", Form::text, 4'000, 40'000);
  has_base_ = dice_.chance(80);
  base_ = "Logiciel";
  if (has_base_) {
    static constexpr const char* kEndings[] = {"fic", "mdb", "fdb", "dbf", "mdf", "db"};
    const char* ending = kEndings[dice_.between(0, 5)];
    for (const char* table : {"PATIENT", "CONSULT", "AGENDA"})
      if (dice_.chance(80) || std::string_view(table) == "PATIENT")
        add(fmt::format("{}/{}/{}.{}", home_, base_, table, ending), Form::records, 200'000, 900'000);
    if (dice_.chance(50)) add(fmt::format("{}/{}/PATIENT.ndx", home_, base_), Form::index, 40'000, 160'000);
    if (dice_.chance(50)) add(fmt::format("{}/{}/CONSULT.mmo", home_, base_), Form::memos, 100'000, 500'000);
    for (std::uint32_t i = dice_.between(2, 8); i > 0; --i)
      add(fmt::format("{}/{}/bin/module{}.dll", home_, base_, i), Form::program, 20'000, 120'000);
    add(fmt::format("{}/{}/bin/logiciel.exe", home_, base_), Form::program, 60'000, 200'000);
    has_export_ = dice_.chance(30);
    if (has_export_) add(fmt::format("{}/{}/sauvegarde.zip", home_, base_), Form::package, 100'000, 300'000);
  }
  if (dice_.chance(30)) add(home_ + "/Gestion/mots de passe.kdbx", Form::vault, 3'000, 30'000);
  if (dice_.chance(30)) add(home_ + "/Bureau/Thumbs.db", Form::junk, 2'000, 20'000);
}

void Practice::live_a_day() {
  ++evening_;
  const bool is_weekend = evening_ % kWeek >= 5;
  if (is_weekend && !dice_.chance(10)) return;
  if (evening_ <= holiday_until_) return;
  work();
  something_else();
}

void Practice::work() {
  for (std::uint32_t i = dice_.between(0, 4); i > 0; --i)
    add(fmt::format("{}/Bilans/bilan{:04}.pdf", home_, written_), Form::pdf, 8'000, 80'000);
  for (std::uint32_t i = dice_.between(0, 3); i > 0; --i)
    add(fmt::format("{}/Courriers/lettre{:04}.docx", home_, written_), Form::letter, 4'000, 30'000);
  if (dice_.chance(30)) add(fmt::format("{}/Dossiers/patient{:03}.txt", home_, written_), Form::text, 600, 9'000);
  for (std::uint32_t i = dice_.between(0, 5); i > 0; --i)
    if (const std::string path = some("Dossiers", ".txt"); !path.empty()) write(files_[path]);
  if (dice_.chance(40))
    if (const std::string path = some("Courriers", ".docx"); !path.empty()) write(files_[path]);
  if (dice_.chance(20))
    if (const std::string path = some("Gestion", ".xls"); !path.empty()) write(files_[path]);
  if (dice_.chance(10))
    if (const std::string path = some("Gestion", ".kdbx"); !path.empty()) write(files_[path]);
  if (dice_.chance(10))
    if (const std::string path = some("Courriers", ".doc"); !path.empty()) files_.erase(path);
  for (const char* ending : {".fic", ".mdb", ".fdb", ".dbf", ".mdf", ".db", ".ndx", ".mmo"})
    for (const std::string& path : all(base_, ending)) {
      write(files_[path]);
      files_[path].content.size += dice_.between(0, 4'096);
    }
  if (has_export_) write(files_[fmt::format("{}/{}/sauvegarde.zip", home_, base_)]);
  if (has_base_) {
    add(fmt::format("{}/{}/journaux/jour{:04}.log", home_, base_, evening_), Form::text, 500, 6'000);
    const auto logs = all(base_ + "/journaux", ".log");
    constexpr std::size_t kLogsKept = 7;
    for (std::size_t i = 0; i + kLogsKept < logs.size(); ++i) files_.erase(logs[i]);
  }
  if (dice_.chance(10))
    add(home_ + "/Courriers/~$lettre.docx", Form::junk, 100, 200);
  else
    files_.erase(home_ + "/Courriers/~$lettre.docx");
}

void Practice::something_else() {
  // Once in about so many working days each.
  const auto happens = [&](std::uint32_t days) { return dice_.between(1, days) == 1; };
  if (happens(60)) {
    tell("holiday");
    holiday_until_ = evening_ + dice_.between(5, 21);
  }
  if (happens(120)) convert_old_texts();
  if (happens(40)) import_photos();
  if (happens(150)) clear_photos();
  if (happens(60)) update_software();
  if (happens(250)) move_to_a_new_computer();
  if (happens(120)) put_years_away();
  if (happens(80)) set_passwords();
  if (happens(80)) insert_received_pdf();
  if (happens(100)) receive_encrypted_archive();
  if (happens(100)) scan_old_files();
}

void Practice::convert_old_texts() {
  tell("conversion");
  const bool texts = dice_.chance(50);
  for (const std::string& path : texts ? all("Dossiers", ".txt") : all("Courriers", ".doc")) {
    if (!dice_.chance(70)) continue;
    const std::string stem = path.substr(0, path.rfind('.'));
    files_.erase(path);
    add(stem + (texts ? ".docx" : ".pdf"), texts ? Form::letter : Form::pdf, 4'000, 20'000);
  }
}

void Practice::import_photos() {
  tell("photos");
  for (std::uint32_t i = dice_.between(5, 40); i > 0; --i)
    add(fmt::format("{}/Photos/IMG_{:04}.jpg", home_, written_), Form::photo, 20'000, 120'000);
}

void Practice::clear_photos() {
  tell("photos cleared");
  for (const std::string& path : all("Photos", ".jpg"))
    if (dice_.chance(30)) files_.erase(path);
}

void Practice::update_software() {
  if (!has_base_) return;
  tell("software update");
  for (auto& [path, file] : files_)
    if (file.content.form == Form::program) {
      file.content.seed = dice_.next();
      write(file);
    }
  // Now and then an update writes the whole base anew.
  if (dice_.chance(30))
    for (auto& [path, file] : files_)
      if (file.content.form == Form::index || file.content.form == Form::records) {
        constexpr std::uint64_t kSameHead = 6;  // the form of the base stays
        file.content.seed += kSameHead * (1 + dice_.next() % 1'000'000);
        write(file);
      }
}

void Practice::move_folder(const std::string& from, const std::string& to) {
  Files moved;
  for (auto& [path, file] : files_) moved[path.starts_with(from) ? to + path.substr(from.size()) : path] = file;
  files_ = std::move(moved);
}

void Practice::move_to_a_new_computer() {
  tell("new computer");
  const std::string home = fmt::format("Poste {}", evening_);
  move_folder(home_ + "/", home + "/");
  home_ = home;
  // Not every way of copying keeps the times.
  if (dice_.chance(50))
    for (auto& [path, file] : files_) file.modified = evening_;
}

void Practice::put_years_away() {
  tell("put away");
  move_folder(home_ + "/Courriers/", fmt::format("{}/Archives {}/", home_, evening_));
}

void Practice::set_passwords() {
  tell("password");
  for (std::uint32_t i = dice_.between(1, 2); i > 0; --i)
    if (const std::string path = some("Gestion", ".xls"); !path.empty()) {
      files_[path].content.harm = Harm::password;
      write(files_[path]);
    }
}

void Practice::insert_received_pdf() {
  if (const std::string path = some("Courriers", ".doc"); !path.empty()) {
    tell("pdf inserted");
    files_[path].content.harm = Harm::pdf_inside;
    write(files_[path]);
  }
}

void Practice::receive_encrypted_archive() {
  tell("encrypted archive");
  ++written_;
  files_[fmt::format("{}/Bureau/dossier{:04}.zip.gpg", home_, written_)] = {
      {Form::vault, dice_.next() & ~std::uint64_t{1}, size_between(10'000, 200'000), 0, Harm::none}, evening_};
}

void Practice::scan_old_files() {
  tell("scans");
  for (std::uint32_t i = dice_.between(5, 15); i > 0; --i)
    add(fmt::format("{}/Scans/scan{:04}.tif", home_, written_), Form::scan, 30'000, 150'000);
}

}  // namespace garde::tests::years
