// The nights of a generated practice as the restore points of a backup.
#pragma once

#include <map>
#include <vector>

#include "formats/archive.h"
#include "tests/years/practice.h"

namespace garde::tests::years {

// Keeps the newest `kept` nights. With digests it is like restic, without them like dated folders.
class NightlyBackup final : public formats::ArchiveReader {
 public:
  NightlyBackup(std::size_t kept, bool has_digests) : kept_(kept), has_digests_(has_digests) {}

  void add_night(const Files& files, std::uint32_t evening);

  std::vector<formats::RestorePoint> points() const;
  Result<std::vector<formats::RestorePoint>> restore_points(const formats::OnDamage& on_damage) const override;
  Result<void> list(const formats::RestorePoint& point, const formats::OnNode& on_node,
                    const formats::OnDamage& on_damage) const override;
  Result<void> read(const formats::RestorePoint& point, std::string_view path,
                    const formats::OnContent& on_content) const override;
  Result<formats::Comparison> compare(const formats::RestorePoint& point, std::string_view path,
                                      const io::File& live) const override;
  Result<formats::Coverage> verify(const formats::VerifyRequest& request,
                                   const formats::OnDamage& on_damage) const override;

 private:
  struct Night {
    std::string id;
    Instant time;
    Files files;
  };
  const Files* find(const formats::RestorePoint& point) const;
  const std::vector<std::byte>& bytes_of(const Content& content) const;

  std::size_t kept_;
  bool has_digests_;
  std::vector<Night> nights_;
  mutable std::map<std::uint64_t, std::vector<std::byte>> written_;  // by identity
};

}  // namespace garde::tests::years
