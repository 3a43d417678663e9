#include "tests/years/reader.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

namespace garde::tests::years {
namespace {

Instant night_of(std::uint32_t evening) {
  constexpr Date kFirst{std::chrono::year{2026} / std::chrono::January / 5};
  return Instant{std::chrono::sys_days{kFirst}} + Days{evening} + std::chrono::hours{22};
}

crypto::Sha256Digest digest_of(std::uint64_t identity) {
  crypto::Sha256Digest digest;
  std::memcpy(digest.bytes.data(), &identity, sizeof identity);
  return digest;
}

}  // namespace

void NightlyBackup::add_night(const Files& files, std::uint32_t evening) {
  nights_.push_back({fmt::format("night-{:04}", evening), night_of(evening), files});
  if (nights_.size() <= kept_) return;
  nights_.erase(nights_.begin());
  std::map<std::uint64_t, std::vector<std::byte>> still;
  for (const Night& night : nights_)
    for (const auto& [path, file] : night.files)
      if (auto known = written_.extract(identity_of(file.content))) still.insert(std::move(known));
  written_ = std::move(still);
}

std::vector<formats::RestorePoint> NightlyBackup::points() const {
  std::vector<formats::RestorePoint> points;
  for (const Night& night : nights_) points.push_back({night.id, night.time, "cabinet", {}, {}, {}, {}});
  return points;
}

Result<std::vector<formats::RestorePoint>> NightlyBackup::restore_points(const formats::OnDamage&) const {
  return points();
}

const Files* NightlyBackup::find(const formats::RestorePoint& point) const {
  const auto night = std::ranges::find(nights_, point.id, &Night::id);
  return night == nights_.end() ? nullptr : &night->files;
}

const std::vector<std::byte>& NightlyBackup::bytes_of(const Content& content) const {
  const auto [known, is_new] = written_.try_emplace(identity_of(content));
  if (is_new) known->second = written_out(content);
  return known->second;
}

Result<void> NightlyBackup::list(const formats::RestorePoint& point, const formats::OnNode& on_node,
                                 const formats::OnDamage&) const {
  const Files* files = find(point);
  if (files == nullptr) return Error{ErrorKind::not_found, point.id, std::nullopt, "no such night"};
  for (const auto& [path, file] : *files) {
    formats::Node node{
        path, formats::NodeType::file, {bytes_of(file.content).size()}, night_of(file.modified), 0644, {}, {}};
    if (has_digests_) node.content = digest_of(identity_of(file.content));
    TRY(on_node(node));
  }
  return {};
}

Result<void> NightlyBackup::read(const formats::RestorePoint& point, std::string_view path,
                                 const formats::OnContent& on_content) const {
  const Files* files = find(point);
  const auto file = files == nullptr ? Files::const_iterator() : files->find(std::string(path));
  if (files == nullptr || file == files->end())
    return Error{ErrorKind::not_found, std::string(path), std::nullopt, "no such file that night"};
  const std::vector<std::byte>& bytes = bytes_of(file->second.content);
  constexpr std::size_t kPiece = 64 * 1024;
  for (std::size_t at = 0; at < bytes.size(); at += kPiece)
    TRY(on_content(std::span(bytes).subspan(at, std::min(kPiece, bytes.size() - at))));
  return {};
}

Result<formats::Comparison> NightlyBackup::compare(const formats::RestorePoint&, std::string_view path,
                                                   const io::File&) const {
  return Error{ErrorKind::unsupported, std::string(path), std::nullopt, "a generated night has no live files"};
}

Result<formats::Coverage> NightlyBackup::verify(const formats::VerifyRequest&, const formats::OnDamage&) const {
  return formats::Coverage{};
}

}  // namespace garde::tests::years
