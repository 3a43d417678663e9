#include "journal/export.h"

#include <array>
#include <cstdio>

#include <gtest/gtest.h>

#include "io/testing/temporary_folder.h"
#include "journal/testing/sample_journal.h"

namespace garde::journal {
namespace {

using io::testing::TemporaryFolder;
using testing::bytes_of;
using testing::sample_journal;

void put_export(const TemporaryFolder& folder, std::string_view file) {
  const auto files = export_files(bytes_of(file), verify(bytes_of(file)).take());
  ASSERT_TRUE(files) << describe(files.error());
  for (const ExportedFile& exported : *files) folder.write(exported.name, exported.bytes);
}

struct Outcome {
  int status = 0;
  std::string output;
};

// In the folder, with the tools every Linux has and none of ours.
Outcome run(const TemporaryFolder& folder, const std::string& command) {
  Outcome outcome;
  FILE* const pipe = ::popen(("cd " + folder.path().string() + " && ( " + command + " ) 2>&1").c_str(), "r");
  GARDE_CHECK(pipe != nullptr);
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    outcome.output.append(buffer.data(), count);
  outcome.status = ::pclose(pipe);
  return outcome;
}

Outcome verify_sh(const TemporaryFolder& folder) { return run(folder, "sh verify.sh"); }

TEST(AnExport, IsVerifiedByPublicTools) {
  for (const std::size_t entries : {0U, 1U, 2U, 3U, 5U, 8U, 13U}) {
    const TemporaryFolder folder;
    put_export(folder, sample_journal(entries));
    const Outcome outcome = verify_sh(folder);
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_NE(outcome.output.find("ok: " + std::to_string(entries) + " entries"), std::string::npos) << outcome.output;
  }
}

// The three commands as docs/formats/journal.md gives them.
TEST(AnExport, AnswersTheDocumentedCommands) {
  const TemporaryFolder folder;
  const std::string file = sample_journal(9);
  put_export(folder, file);
  const Verification verification = verify(bytes_of(file)).take();
  EXPECT_EQ(run(folder,
                "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in checkpoint.txt -sigfile "
                "checkpoint.sig")
                .output,
            "Signature Verified Successfully\n");
  EXPECT_EQ(
      run(folder, R"(awk -v wanted="entry 7" '$0 == wanted { on = 1 } on && /^leaf / { exit } on' journal.garde > entry
{ printf '\000'; cat entry; } | sha256sum)")
          .output,
      verification.leaves[6].hex() + "  -\n");
  const std::string a = verification.leaves[0].hex();
  const std::string b = verification.leaves[1].hex();
  EXPECT_EQ(
      run(folder, "a=" + a + " b=" + b +
                      R"(; { printf '\001'; printf '%s%s' "$a" "$b" | tr a-f A-F | basenc --base16 -d; } | sha256sum)")
          .output,
      verification.checkpoint(2)->root.hex() + "  -\n");
}

TEST(AnExport, IsRefusedByPublicToolsWhenAnythingChanged) {
  const std::string file = sample_journal(5);
  const auto places = verify(bytes_of(file)).take().records;
  const auto refused = [&](std::string_view name, std::string_view bytes) {
    const TemporaryFolder folder;
    put_export(folder, file);
    folder.write(name, bytes);
    const Outcome outcome = verify_sh(folder);
    EXPECT_NE(outcome.status, 0) << outcome.output;
    return outcome.output.substr(outcome.output.find("FAILED"));
  };
  std::string changed = file;
  changed[places[2].offset + places[2].entry_size - 3] ^= 1;
  EXPECT_EQ(refused("journal.garde", changed), "FAILED: not what was sealed: entry 3\n");
  EXPECT_EQ(refused("journal.garde", file.substr(0, places[4].offset)),
            "FAILED: 4 entries, not the number that was signed\n");
  changed = file;
  changed.replace(changed.find("2026-11-23-a"), 12, "2026-11-23-b");
  EXPECT_EQ(refused("journal.garde", changed), "FAILED: the header is not the one that was signed\n");
  EXPECT_EQ(refused("journal.garde", testing::journal_of(testing::sample_drafts(5), Exercise::no, std::byte{8})),
            "FAILED: key.pem is not the key of the journal\n");
  EXPECT_EQ(refused("checkpoint.txt", "garde journal checkpoint 1\nsize 5\n"),
            "FAILED: the signature is not one of checkpoint.txt\n");
  EXPECT_EQ(refused("checkpoint.sig", std::string(64, 'x')), "FAILED: the signature is not one of checkpoint.txt\n");
}

TEST(AnExport, OfADamagedJournalSignsWhatIsIntact) {
  std::string file = sample_journal(5);
  const auto places = verify(bytes_of(file)).take().records;
  file[places[2].offset + 200] ^= 1;
  const TemporaryFolder folder;
  put_export(folder, file);
  EXPECT_NE(run(folder, "cat checkpoint.txt").output.find("size 2\n"), std::string::npos);
  EXPECT_NE(verify_sh(folder).status, 0);
  file[20] = 'X';
  EXPECT_EQ(export_files(bytes_of(file), verify(bytes_of(file)).take()).error().kind, ErrorKind::damaged);
}

}  // namespace
}  // namespace garde::journal
