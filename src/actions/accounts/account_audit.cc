#include "actions/accounts/account_audit.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "accounts/exports/key_file.h"
#include "io/disk_tree.h"
#include "worker/accounts/audit_exports.h"

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

// A pipe, as a shell makes of <(…): how much there is shows at its end. Unbuffered, so that nothing is copied.
Result<crypto::SecretBytes> load_pipe(const std::string& path, ByteCount most, std::string_view too_large) {
  constexpr std::size_t kFirst = 64U << 10U;
  std::filebuf pipe;
  pipe.pubsetbuf(nullptr, 0);
  if (pipe.open(path, std::ios::in | std::ios::binary) == nullptr)
    return Error{ErrorKind::unreadable, path, std::nullopt, "cannot be opened"};
  crypto::SecretBytes bytes(kFirst);
  std::size_t size = 0;
  while (true) {
    const auto rest = bytes.bytes().subspan(size);
    const std::streamsize got =
        pipe.sgetn(reinterpret_cast<char*>(rest.data()), static_cast<std::streamsize>(rest.size()));
    size += static_cast<std::size_t>(got);
    if (size > most.value) return Error{ErrorKind::invalid_input, path, std::nullopt, std::string(too_large)};
    if (got < static_cast<std::streamsize>(rest.size())) break;
    crypto::SecretBytes larger(2 * size);
    std::ranges::copy(bytes.bytes(), larger.bytes().begin());
    bytes = std::move(larger);
  }
  bytes.shrink_to(size);
  return bytes;
}

Result<crypto::SecretBytes> load_secret(const std::string& path, ByteCount most, std::string_view too_large) {
  std::error_code ignored;
  if (fs::is_fifo(path, ignored)) return load_pipe(path, most, too_large);
  const auto file = TRY(open_named(path, io::Access::sequential));
  const ByteCount size = file->size();
  if (size > most) return Error{ErrorKind::invalid_input, path, std::nullopt, std::string(too_large)};
  crypto::SecretBytes bytes(size.value);
  TRY(io::read_exactly(*file, path, 0, bytes.bytes()));
  return bytes;
}

Result<io::FileDescriptor> open_corpus(const std::string& path) {
  const Named named = TRY(find_named(path));
  auto descriptor = named.folder->open_descriptor(named.name);
  if (!descriptor) return about(path, std::move(descriptor).error());
  return descriptor;
}

AuditProblem::About about(accounts::UnreadPart::Part part) {
  switch (part) {
    case accounts::UnreadPart::Part::key_file: return AuditProblem::About::key_file;
    case accounts::UnreadPart::Part::content: return AuditProblem::About::content;
    case accounts::UnreadPart::Part::corpus: break;
  }
  return AuditProblem::About::corpus;
}

}  // namespace

Result<crypto::SecretBytes> load_export(const std::string& path) {
  return load_secret(path, accounts::kMaxExportSize, "larger than an export");
}

Result<crypto::SecretBytes> load_key_file(const std::string& path) {
  return load_secret(path, accounts::kMaxKeyFileSize, "larger than a key file");
}

tl::expected<accounts::AuditReport, AuditProblem> audit_exports(const cage::Runner& readers,
                                                                const accounts::GivenExports& given,
                                                                const ExportPlaces& places,
                                                                const accounts::Knowledge& knowledge) {
  using About = AuditProblem::About;
  io::FileDescriptor corpus;
  if (given.corpus) {
    auto opened = open_corpus(*given.corpus);
    if (!opened) return tl::unexpected(AuditProblem{.about = About::corpus, .error = std::move(opened).error()});
    corpus = std::move(opened).take();
  }
  auto reading = worker::audit_exports(readers, given, corpus.get());
  if (!reading) return tl::unexpected(AuditProblem{About::reading, 0, reading.error().ending, reading.error().error});
  if (!*reading) {
    accounts::UnreadPart& part = reading->error();
    return tl::unexpected(AuditProblem{.about = about(part.part), .file = part.file, .error = std::move(part.error)});
  }
  accounts::ExportsAudit& audited = **reading;
  accounts::AuditReport report{
      .at = given.now, .corpus = audited.corpus, .audit = std::move(audited.audit), .accepted = places.accepted};
  for (std::size_t i = 0; i < given.exports.size(); ++i) {
    const accounts::GivenExport& file = given.exports[i];
    const std::string& path = places.paths.at(i);
    report.files.push_back({.subject = file.subject,
                            .person = file.person,
                            .format = audited.files[i].format,
                            .in_clear = audited.files[i].in_clear,
                            .synced_folder = knowledge.synced_folders.service_of(path),
                            .backed_up_by = accounts::backed_up_by(places.backed_up, path),
                            .accounts = audited.files[i].accounts,
                            .skipped = std::move(audited.files[i].skipped)});
  }
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
  auto built = accounts::build_corpus(*list, output, on_lines);
  // What is wrong with the list, or with one of its ranges, is told by the name that was given for it.
  if (!built && built.error().subject.starts_with(named.name)) {
    Error error = std::move(built).error();
    error.subject.replace(0, named.name.size(), source);
    return error;
  }
  return built;
}

}  // namespace garde::actions
