// Real database files with bytes cut off or flipped: what is then read is right, or an error; never a crash.
#include <fstream>
#include <numeric>
#include <sstream>

#include "storage/answer_store.h"
#include "storage/document_store.h"
#include "storage/migrations.h"
#include "storage/plan_store.h"
#include "storage/sign_in_store.h"
#include "storage/sqlite.h"
#include "storage/statement_store.h"
#include "storage/testing/engines_under_test.h"
#include "storage/transaction.h"

namespace garde::storage {
namespace {

const Instant kNow = *parse_instant("2026-11-23T17:30:00Z");

// Everything the stores give, in values that can be compared.
struct Everything {
  Practice practice;
  diagnostic::Answers answers;
  plan::PlanNotes notes;
  std::vector<evidence::Attestation> attestations;
  std::vector<StoredDocument> documents;
  Blob bytes;
  std::optional<SignIn> sign_in;
  bool operator==(const Everything&) const = default;
};

Result<Everything> read_everything(Connection& connection) {
  const auto practice = default_practice();
  TRY(migrate(connection, kNow));
  auto own = TRY(load_practice(connection, practice));
  auto answers = TRY(load_answers(connection, practice));
  auto notes = TRY(load_plan_notes(connection, practice));
  auto attestations = TRY(load_attestations(connection, practice));
  auto documents = TRY(load_documents(connection, practice));
  auto bytes = TRY(load_document_bytes(connection, practice, DocumentId::of("letter")));
  auto sign_in = TRY(load_sign_in(connection, practice));
  return Everything{std::move(own),       std::move(answers), std::move(notes),  std::move(attestations),
                    std::move(documents), std::move(bytes),   std::move(sign_in)};
}

Result<void> write_everything(Connection& connection) {
  const auto practice = default_practice();
  TRY(migrate(connection, kNow));
  return transact(connection, [&]() -> Result<void> {
    TRY(rename_practice(connection, practice, "Cabinet des Lilas"));
    for (int i = 0; i < 40; ++i) {
      const auto question = diagnostic::QuestionId::parse("question-" + std::to_string(i)).value();
      TRY(save_answer(connection, practice, question, {diagnostic::Choice::of("yes"), kNow}));
      const auto measure = plan::MeasureId::parse("measure-" + std::to_string(i)).value();
      TRY(save_action_notes(connection, practice, measure,
                            {"Dr Martin", utc_day_of(kNow), std::string(150, 'n'), kNow}));
    }
    TRY(add_document(connection, practice, {DocumentId::of("letter"), "lettre.pdf", "application/pdf", kNow},
                     Blob(20000, std::byte{'%'})));
    for (const auto* id : {"a", "b", "c"}) {
      TRY(add_attestation(connection, practice,
                          {evidence::AttestationId::parse(id).value(),
                           "M. Lefort",
                           utc_day_of(kNow),
                           kNow,
                           DocumentId::of("letter"),
                           {{evidence::Claim::of("backup-made/agenda"), evidence::Reply::yes, std::nullopt, "oui"}}}));
    }
    return save_password(connection, practice, "$argon2id$", kNow);
  });
}

std::string read_file(const std::filesystem::path& file) {
  std::stringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return bytes.str();
}

class DamagedSqlite : public testing::Test {
 protected:
  DamagedSqlite() {
    auto connection = open_sqlite({.file = file_});
    EXPECT_TRUE(ok(connection));
    EXPECT_TRUE(ok(write_everything(**connection)));
    auto everything = read_everything(**connection);
    EXPECT_TRUE(ok(everything));
    whole_ = std::move(everything).take();
    wal_bytes_ = read_file(wal_);
    main_bytes_with_wal_ = read_file(file_);
    connection->reset();
    bytes_ = read_file(file_);
  }

  static void put(const std::filesystem::path& file, std::string_view bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  }
  void start_from(std::string_view bytes, std::string_view wal) const {
    std::filesystem::remove(shm_);
    std::filesystem::remove(wal_);
    put(file_, bytes);
    if (!wal.empty()) put(wal_, wal);
  }
  Result<Everything> read() const {
    auto connection = TRY(open_sqlite({.file = file_}));
    return read_everything(*connection);
  }
  static bool says_so(ErrorKind kind) {
    return kind == ErrorKind::damaged || kind == ErrorKind::unsupported || kind == ErrorKind::unreadable;
  }

  TemporaryDirectory directory_;
  std::filesystem::path file_ = directory_ / "garde.db";
  std::filesystem::path wal_ = directory_ / "garde.db-wal";
  std::filesystem::path shm_ = directory_ / "garde.db-shm";
  std::optional<Everything> whole_;
  std::string bytes_;
  std::string main_bytes_with_wal_;
  std::string wal_bytes_;
};

TEST_F(DamagedSqlite, IsNoticedWhereverItIsCut) {
  ASSERT_GT(bytes_.size(), 100000U);
  std::vector<std::size_t> lengths{1, 15, 16, 17, 99, 100, 101, bytes_.size() - 1};
  for (std::size_t length = 512; length < bytes_.size(); length += 512)
    lengths.insert(lengths.end(), {length - 1, length});
  for (const std::size_t length : lengths) {
    start_from(std::string_view(bytes_).substr(0, length), "");
    const auto result = read();
    ASSERT_FALSE(result) << "cut at " << length;
    EXPECT_TRUE(says_so(result.error().kind)) << length << " " << describe(result.error());
  }
}

// A write-ahead log that was cut ends with the last transaction it holds whole.
TEST_F(DamagedSqlite, HoldsWholeTransactionsWhereverItsLogIsCut) {
  ASSERT_GT(wal_bytes_.size(), 50000U);
  for (std::size_t length = 0; length < wal_bytes_.size(); length += 1031) {
    start_from(main_bytes_with_wal_, std::string_view(wal_bytes_).substr(0, length));
    const auto result = read();
    if (result) {
      EXPECT_EQ(result->answers.size(), result->notes.size()) << length;
      EXPECT_TRUE(result->answers.empty() || *result == whole_) << length;
    } else {
      EXPECT_TRUE(says_so(result.error().kind) || result.error().kind == ErrorKind::not_found)
          << length << " " << describe(result.error());
    }
  }
  start_from(main_bytes_with_wal_, wal_bytes_);
  const auto result = read();
  ASSERT_TRUE(ok(result));
  EXPECT_EQ(*result, *whole_);
}

// SQLite has no checksum of its pages: a byte flipped inside a text gives another text. What it must not give
// is a crash, a lost row or an error that blames something else.
TEST_F(DamagedSqlite, IsNoticedOrChangesOneValueWhereverAByteIsFlipped) {
  std::vector<std::size_t> places(100);
  std::iota(places.begin(), places.end(), 0U);
  for (std::size_t at = 100; at < bytes_.size(); at += 211) places.push_back(at);
  int noticed = 0;
  bool one_bit = false;  // or all eight
  for (const std::size_t at : places) {
    std::string flipped = bytes_;
    flipped[at] = static_cast<char>(flipped[at] ^ ((one_bit = !one_bit) ? 0x01 : 0xff));
    start_from(flipped, "");
    const auto result = read();
    if (!result) {
      ++noticed;
      EXPECT_TRUE(says_so(result.error().kind) || result.error().kind == ErrorKind::not_found)
          << at << " " << describe(result.error());
    } else if (*result != *whole_) {
      EXPECT_EQ(result->answers.size(), whole_->answers.size()) << at;
      EXPECT_EQ(result->notes.size(), whole_->notes.size()) << at;
      EXPECT_EQ(result->attestations.size(), whole_->attestations.size()) << at;
      EXPECT_EQ(result->documents.size(), whole_->documents.size()) << at;
      EXPECT_EQ(result->bytes, whole_->bytes) << at;
    }
  }
  EXPECT_GT(noticed, 100);
}

// Over the size that is checked whole, the documents are looked at when they are read.
TEST_F(DamagedSqlite, IsNoticedInALargeFileToo) {
  const auto letter = DocumentId::of("letter");
  {
    start_from(bytes_, "");
    auto connection = open_sqlite({.file = file_});
    ASSERT_TRUE(ok(connection));
    for (const auto* id : {"scan-1", "scan-2", "scan-3"}) {
      ASSERT_TRUE(ok(add_document(**connection, default_practice(), {DocumentId::parse(id).value(), "", "", kNow},
                                  Blob((22_MiB).value, std::byte{'#'}))));
    }
  }
  const std::string large = read_file(file_);
  ASSERT_GT(large.size(), (64_MiB).value);
  const auto with_byte = [&](std::size_t at, char byte) {
    std::string changed = large;
    changed[at] = byte;
    start_from(changed, "");
    return open_sqlite({.file = file_});
  };

  // The first byte of a page says what kind of page it is.
  constexpr std::size_t kPageSize = 4096;
  const std::size_t page_of_answers = large.find("question-17") / kPageSize * kPageSize;
  EXPECT_EQ(failure(with_byte(page_of_answers, '\x7f')), ErrorKind::damaged);

  const auto opened = with_byte(large.find("%%%%%%%%") + 5000, '!');
  ASSERT_TRUE(ok(opened));
  EXPECT_EQ(failure(load_document_bytes(**opened, default_practice(), letter)), ErrorKind::damaged);
  EXPECT_TRUE(ok(load_document_bytes(**opened, default_practice(), DocumentId::of("scan-3"))));
  EXPECT_EQ(load_answers(**opened, default_practice()), whole_->answers);
}

}  // namespace
}  // namespace garde::storage
