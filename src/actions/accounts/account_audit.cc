#include "actions/accounts/account_audit.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "accounts/exports/key_file.h"
#include "io/disk_tree.h"

namespace garde::actions {
namespace {

namespace fs = std::filesystem;

// A file that a person named: links on the way to it are his, and followed.
struct Named {
  std::unique_ptr<io::DiskTree> folder;
  std::string name;
};

Result<Named> find_named(const std::string& path) {
  std::error_code code;
  const fs::path whole = fs::canonical(path, code);
  if (code) {
    const bool absent = code == std::errc::no_such_file_or_directory || code == std::errc::not_a_directory;
    return Error{absent ? ErrorKind::not_found : ErrorKind::unreadable, path, std::nullopt, code.message()};
  }
  Named named;
  named.name = whole.filename().string();
  named.folder = TRY(io::DiskTree::open(whole.parent_path().string()));
  return named;
}

Error about(const std::string& path, Error error) {
  error.subject = path;
  return error;
}

Result<std::unique_ptr<io::File>> open_named(const std::string& path, io::Access access) {
  const Named named = TRY(find_named(path));
  const auto stat = named.folder->stat(named.name);
  if (!stat) return about(path, stat.error());
  if (stat->type == io::EntryType::directory) return Error{ErrorKind::invalid_input, path, std::nullopt, "a directory"};
  auto file = named.folder->open(named.name, access);
  if (!file) return about(path, file.error());
  return std::move(file).take();
}

Result<crypto::SecretBytes> load_secret(const std::string& path, ByteCount most, std::string_view too_large) {
  const auto file = TRY(open_named(path, io::Access::sequential));
  const ByteCount size = file->size();
  if (size > most) return Error{ErrorKind::invalid_input, path, std::nullopt, std::string(too_large)};
  crypto::SecretBytes bytes(size.value);
  TRY(io::read_exactly(*file, path, 0, bytes.bytes()));
  return bytes;
}

}  // namespace

Result<crypto::SecretBytes> load_export(const std::string& path) {
  return load_secret(path, accounts::kMaxExportSize, "larger than an export");
}

Result<crypto::SecretBytes> load_key_file(const std::string& path) {
  const crypto::SecretBytes file = TRY(load_secret(path, accounts::kMaxKeyFileSize, "larger than a key file"));
  return accounts::read_key_file(path, file.bytes());
}

Result<accounts::AuditReport> audit_exports(std::span<const ReadExport> exports, const AuditGroundsGiven& given,
                                            const accounts::Knowledge& knowledge, Instant now) {
  accounts::AuditReport report{.at = now, .accepted = given.accepted};
  std::vector<accounts::AuditedExport> audited;
  for (const ReadExport& read : exports) {
    audited.push_back({read.person, &read.content});
    report.files.push_back({.subject = read.subject,
                            .person = read.person,
                            .format = read.content.format,
                            .in_clear = read.in_clear,
                            .synced_folder = knowledge.synced_folders.service_of(read.absolute_path),
                            .backed_up_by = accounts::backed_up_by(given.backed_up, read.absolute_path),
                            .accounts = read.content.accounts.size(),
                            .skipped = read.content.skipped});
  }
  std::optional<accounts::BreachCorpus> corpus;
  if (given.corpus) {
    auto file = TRY(open_named(*given.corpus, io::Access::random));
    corpus.emplace(
        TRY(accounts::BreachCorpus::open(std::move(file), *given.corpus, accounts::CorpusCheck::at_opening)));
    report.corpus = {.shipped = false, .doubt = corpus->proof().doubt, .entries = corpus->proof().entries};
  } else {
    report.corpus = {.shipped = true, .entries = knowledge.words.common_passwords()};
  }
  accounts::AuditGrounds grounds{
      .words = knowledge.words,
      .tools = knowledge.tools,
      .rules = knowledge.rules,
      .corpus = corpus && corpus->proof().established() ? &*corpus : nullptr,
      .common_passwords = !given.corpus,
      .own_words = given.own_words,
      .second_factor_on = given.second_factor_on,
  };
  auto judged = accounts::audit(audited, grounds, now);
  if (!judged && judged.error().kind == ErrorKind::damaged) {
    // The part of the corpus that an answer needed is not as it was: nothing is said about breaches.
    report.corpus.doubt = accounts::CorpusDoubt::wrong_order;
    grounds.corpus = nullptr;
    judged = accounts::audit(audited, grounds, now);
  }
  report.audit = TRY(std::move(judged));
  return report;
}

Result<accounts::CorpusProof> check_corpus(const std::string& path) {
  auto file = TRY(open_named(path, io::Access::sequential));
  return TRY(accounts::BreachCorpus::open(std::move(file), path, accounts::CorpusCheck::everything))
  .proof();
}

Result<accounts::CorpusBuilt> build_corpus(const std::string& source, const std::string& output,
                                           const std::function<void(std::uint64_t lines)>& on_lines) {
  const Named named = TRY(find_named(source));
  const auto list = accounts::LeakSource::open(*named.folder, named.name);
  if (!list) return about(source, list.error());
  return accounts::build_corpus(*list, output, on_lines);
}

}  // namespace garde::actions
