// What was acknowledged is there after a power cut: a disk that keeps what was synced, and of everything written
// since then nothing, all, or any part.
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include <sqlite3.h>

#include "storage/sqlite.h"
#include "storage/testing/engines_under_test.h"
#include "storage/transaction.h"

namespace garde::storage {
namespace {

// Stands between SQLite and the real files of one directory, and knows what a power cut would leave of them.
class CuttableDisk {
 public:
  // From now on every database opened in this process goes through it.
  explicit CuttableDisk(std::filesystem::path directory) : directory_(std::move(directory)) {
    real_ = sqlite3_vfs_find(nullptr);
    vfs_ = *real_;
    vfs_.zName = "cuttable";
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.pAppData = this;
    vfs_.xOpen = open;
    vfs_.xDelete = remove;
    GARDE_CHECK(sqlite3_vfs_register(&vfs_, 1) == SQLITE_OK);
  }
  CuttableDisk(const CuttableDisk&) = delete;
  CuttableDisk& operator=(const CuttableDisk&) = delete;
  ~CuttableDisk() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_, 1);
  }

  // Called after each write or truncation: a moment at which power may be cut.
  std::function<void()> at_every_write = [] {};

  // What is left in `elsewhere`, each write that was not synced surviving with the given chance.
  void leave(const std::filesystem::path& elsewhere, double chance, std::mt19937& random) const {
    std::bernoulli_distribution survives(chance);
    for (const auto& [path, content] : contents_) {
      std::string bytes = content.synced;
      for (const Write& write : content.pending) {
        if (survives(random)) write.apply_to(bytes);
      }
      std::ofstream(elsewhere / path.filename(), std::ios::binary) << bytes;
    }
  }

 private:
  struct Write {
    std::size_t offset = 0;
    std::string bytes;
    bool truncates = false;  // to `offset`
    void apply_to(std::string& file) const {
      if (truncates) {
        file.resize(offset);
      } else {
        file.resize(std::max(file.size(), offset + bytes.size()));
        file.replace(offset, bytes.size(), bytes);
      }
    }
  };
  struct Content {
    std::string synced;
    std::vector<Write> pending;
  };
  struct File {
    sqlite3_file base;
    CuttableDisk* disk;
    Content* content;  // null for files elsewhere
    sqlite3_io_methods methods;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };
  static File& as_file(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* out, int flags, int* out_flags) {
    auto& disk = *static_cast<CuttableDisk*>(vfs->pAppData);
    File& file = as_file(out);
    file.base.pMethods = nullptr;
    const int code = disk.real_->xOpen(disk.real_, name, file.real(), flags, out_flags);
    if (code != SQLITE_OK) return code;
    file.disk = &disk;
    file.content = nullptr;
    if (name != nullptr && std::filesystem::path(name).parent_path() == disk.directory_) {
      const auto [entry, is_new] = disk.contents_.try_emplace(name);
      // A file that was there before this disk has long been synced.
      if (is_new) {
        std::stringstream bytes;
        bytes << std::ifstream(name, std::ios::binary).rdbuf();
        entry->second.synced = bytes.str();
      }
      file.content = &entry->second;
    }
    file.methods = forwarding_methods();
    file.base.pMethods = &file.methods;
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* name, int sync) {
    auto& disk = *static_cast<CuttableDisk*>(vfs->pAppData);
    disk.contents_.erase(name);
    return disk.real_->xDelete(disk.real_, name, sync);
  }

  void note(File& file, Write write) {
    if (file.content == nullptr) return;
    file.content->pending.push_back(std::move(write));
    at_every_write();
  }

  static int write(sqlite3_file* out, const void* data, int size, sqlite3_int64 offset) {
    File& file = as_file(out);
    const int code = file.real()->pMethods->xWrite(file.real(), data, size, offset);
    file.disk->note(file, {static_cast<std::size_t>(offset),
                           std::string(static_cast<const char*>(data), static_cast<std::size_t>(size))});
    return code;
  }
  static int truncate(sqlite3_file* out, sqlite3_int64 size) {
    File& file = as_file(out);
    file.disk->note(file, {static_cast<std::size_t>(size), "", true});
    return file.real()->pMethods->xTruncate(file.real(), size);
  }
  static int sync(sqlite3_file* out, int flags) {
    File& file = as_file(out);
    if (file.content != nullptr) {
      std::string& bytes = file.content->synced;
      for (const Write& write : file.content->pending) write.apply_to(bytes);
      file.content->pending.clear();
    }
    return file.real()->pMethods->xSync(file.real(), flags);
  }

  static sqlite3_io_methods forwarding_methods() {
    sqlite3_io_methods methods{};
    methods.iVersion = 2;
    methods.xClose = [](sqlite3_file* f) { return as_file(f).real()->pMethods->xClose(as_file(f).real()); };
    methods.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
      return as_file(f).real()->pMethods->xRead(as_file(f).real(), to, size, at);
    };
    methods.xWrite = write;
    methods.xTruncate = truncate;
    methods.xSync = sync;
    methods.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
      return as_file(f).real()->pMethods->xFileSize(as_file(f).real(), size);
    };
    methods.xLock = [](sqlite3_file* f, int lock) {
      return as_file(f).real()->pMethods->xLock(as_file(f).real(), lock);
    };
    methods.xUnlock = [](sqlite3_file* f, int lock) {
      return as_file(f).real()->pMethods->xUnlock(as_file(f).real(), lock);
    };
    methods.xCheckReservedLock = [](sqlite3_file* f, int* out) {
      return as_file(f).real()->pMethods->xCheckReservedLock(as_file(f).real(), out);
    };
    methods.xFileControl = [](sqlite3_file* f, int what, void* with) {
      return as_file(f).real()->pMethods->xFileControl(as_file(f).real(), what, with);
    };
    methods.xSectorSize = [](sqlite3_file* f) { return as_file(f).real()->pMethods->xSectorSize(as_file(f).real()); };
    // No promise about what a torn write leaves.
    methods.xDeviceCharacteristics = [](sqlite3_file*) { return 0; };
    methods.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return as_file(f).real()->pMethods->xShmMap(as_file(f).real(), page, size, extend, out);
    };
    methods.xShmLock = [](sqlite3_file* f, int offset, int n, int flags) {
      return as_file(f).real()->pMethods->xShmLock(as_file(f).real(), offset, n, flags);
    };
    methods.xShmBarrier = [](sqlite3_file* f) { as_file(f).real()->pMethods->xShmBarrier(as_file(f).real()); };
    methods.xShmUnmap = [](sqlite3_file* f, int remove_it) {
      return as_file(f).real()->pMethods->xShmUnmap(as_file(f).real(), remove_it);
    };
    return methods;
  }

  std::filesystem::path directory_;
  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs vfs_{};
  std::map<std::filesystem::path, Content> contents_;
};

constexpr Sql kInsertFirst = R"sql(INSERT INTO first (id) VALUES (?))sql";
constexpr Sql kInsertSecond = R"sql(INSERT INTO second (id, padding) VALUES (?, ?))sql";
constexpr Sql kCountFirst = R"sql(SELECT count(*) FROM first WHERE id <= ?)sql";
constexpr Sql kCountSecond = R"sql(SELECT count(*) FROM second)sql";
constexpr Sql kCountAll = R"sql(SELECT count(*) FROM first)sql";

class PowerCut : public testing::TestWithParam<double> {};
INSTANTIATE_TEST_SUITE_P(SurvivalOfUnsyncedWrites, PowerCut, testing::Values(0.0, 0.5, 1.0),
                         [](const auto& chance) { return "Percent" + std::to_string(int(chance.param * 100)); });

TEST_P(PowerCut, LosesNothingAcknowledgedAtAnyMoment) {
  TemporaryDirectory directory;
  TemporaryDirectory left;
  const auto file = directory / "garde.db";
  std::mt19937 random(20261123);
  std::int64_t acknowledged = 0;
  int cuts = 0;
  // A new connection to what a cut at this moment leaves.
  const auto check_after_cut = [&](const CuttableDisk& disk) {
    const auto place = left / std::to_string(++cuts);
    std::filesystem::create_directory(place);
    disk.leave(place, GetParam(), random);
    auto survivor = open_sqlite({.file = place / "garde.db"});
    ASSERT_TRUE(ok(survivor)) << "cut " << cuts;
    const auto count = [&](Sql statement) {
      return read_one((*survivor)->query(statement), &Row::integer).value_or(-1);
    };
    EXPECT_EQ(read_one((*survivor)->query(kCountFirst, {acknowledged}), &Row::integer), acknowledged) << "cut " << cuts;
    EXPECT_EQ(count(kCountAll), count(kCountSecond)) << "half a transaction, cut " << cuts;
    EXPECT_LE(count(kCountAll), acknowledged + 1);
    std::filesystem::remove_all(place);
  };

  ASSERT_TRUE(ok(open_sqlite({.file = file})));
  CuttableDisk disk(directory.path());
  auto opened = open_sqlite({.file = file});
  ASSERT_TRUE(ok(opened));
  Connection& connection = **opened;
  ASSERT_TRUE(
      ok(connection.run_script("CREATE TABLE first (id INTEGER PRIMARY KEY) STRICT;"
                               "CREATE TABLE second (id INTEGER PRIMARY KEY, padding TEXT) STRICT;"
                               "PRAGMA wal_autocheckpoint = 20")));
  int writes = 0;
  disk.at_every_write = [&] {
    if (++writes % 7 == 0) check_after_cut(disk);
  };
  for (std::int64_t id = 1; id <= 60; ++id) {
    const auto committed = transact(connection, [&]() -> Result<void> {
      TRY(connection.execute(kInsertFirst, {id}));
      TRY(connection.execute(kInsertSecond, {id, std::string(6000, 'x')}));
      return {};
    });
    ASSERT_TRUE(ok(committed));
    acknowledged = id;
    if (id % 5 == 0) check_after_cut(disk);
  }
  EXPECT_GT(cuts, 50);
  disk.at_every_write = [] {};
}

}  // namespace
}  // namespace garde::storage
