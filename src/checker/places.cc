#include "checker/places.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "io/disk_tree.h"

namespace garde::checker {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMaxJobFile = 256 * 1024;  // a unit or a crontab; more is something else

// Programs and words by which a job of a practice or its provider is recognised.
constexpr std::array<std::string_view, 14> kBackupWords = {
    "backup", "sauvegarde", "restic",    "borg",         "rsync",     "rclone",    "duplicati",
    "kopia",  "pg_dump",    "mysqldump", "mariadb-dump", "duplicity", "rsnapshot", "snapshot"};
// Jobs of the system itself that hold one of these words and copy no practice's data.
constexpr std::array<std::string_view, 3> kNotBackups = {"dpkg-db-backup", "e2scrub", "snapd"};

bool holds(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

bool looks_like_a_backup(std::string_view text) {
  if (std::ranges::any_of(kNotBackups, [&](std::string_view word) { return holds(text, word); })) return false;
  return std::ranges::any_of(kBackupWords, [&](std::string_view word) { return holds(text, word); });
}

std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string read_small(const fs::path& path) {
  std::error_code code;
  if (!fs::is_regular_file(path, code) || fs::file_size(path, code) > kMaxJobFile) return "";
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

template <class Use>
void for_each_file(const std::string& folder, Use use) {
  std::error_code code;
  for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code))
    use(entry->path());
}

void add_timers(const std::string& folder, std::vector<backups::ScheduledJob>& jobs) {
  for_each_file(folder, [&](const fs::path& path) {
    if (path.extension() != ".timer") return;
    // Beside the timer itself, wherever the link leads.
    std::error_code code;
    fs::path service = fs::weakly_canonical(path, code).replace_extension(".service");
    if (!fs::exists(service, code)) service = fs::path(folder).parent_path() / service.filename();
    const std::string words = lower_case(path.filename().string() + "\n" + read_small(service));
    if (looks_like_a_backup(words)) jobs.push_back({path.filename().string(), folder});
  });
}

// Whether a line of a crontab is a job: it begins with a time, and neither sets a variable nor is a comment.
bool is_job(std::string_view line) {
  const std::size_t start = line.find_first_not_of(" \t");
  if (start == std::string_view::npos) return false;
  const char first = line[start];
  return first == '*' || first == '@' || (first >= '0' && first <= '9');
}

// As run-parts(8) and cron(8) take the files of their folders: "backup.disabled" and "backup.sh" are passed over.
bool is_taken_by_cron(const fs::path& path) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return std::ranges::all_of(path.filename().string(), is_plain);
}

bool is_executable(const fs::path& path) {
  std::error_code code;
  const fs::perms any = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
  return (fs::status(path, code).permissions() & any) != fs::perms::none;
}

void add_crontab(const fs::path& path, std::vector<backups::ScheduledJob>& jobs) {
  std::istringstream lines(read_small(path));
  for (std::string line; std::getline(lines, line);) {
    if (!is_job(line) || !looks_like_a_backup(lower_case(line))) continue;
    jobs.push_back({path.filename().string(), path.parent_path().string()});
    return;
  }
}

}  // namespace

FoundPlace find_place(const backups::Destination& destination, const io::SystemFiles& system) {
  std::error_code code;
  const bool folder_there = fs::is_directory(destination.folder, code);
  if (destination.volume.empty()) {
    const bool is_empty = folder_there && fs::is_empty(destination.folder, code) && !code;
    if (is_empty && io::unmounted_place_of(destination.folder, system))
      return {Presence::another_volume, destination.folder};
    return {folder_there ? Presence::present : Presence::absent, destination.folder};
  }
  if (const auto found = io::find_on_volume(destination.volume, destination.within, system))
    return {Presence::present, *found};
  return {folder_there ? Presence::another_volume : Presence::absent, destination.folder};
}

Result<InspectedFolder> inspect_folder(const std::string& folder, const io::SystemFiles& system) {
  const auto tree = TRY(io::DiskTree::open(folder));
  std::error_code code;
  const std::string real = fs::canonical(folder, code).string();
  if (code) return Error{ErrorKind::not_found, folder, std::nullopt, code.message()};
  InspectedFolder inspected {
    .real = real, .identity = TRY(tree->stat(""))
    .identity, .place = backups::Place::folder
  };
  if (const auto volume = io::volume_of(real, system)) {
    inspected.place = place_of(*volume, system);
    inspected.volume = volume->id;
    inspected.within = volume->within;
  }
  if (const auto recognised = formats::recognise(*tree)) inspected.kind = *recognised;
  return inspected;
}

backups::Place place_of(const io::Volume& volume, const io::SystemFiles& system) {
  if (volume.network) return backups::Place::network_share;
  const auto root = io::volume_of("/", system);
  const bool own_mount = volume.mount_point != "/" && (!root || root->device != volume.device);
  return own_mount && !volume.id.empty() ? backups::Place::external_disk : backups::Place::folder;
}

void add_facts_of_place(const std::string& folder, const std::vector<std::string>& live_folders,
                        backups::ProtectionFacts& facts, const io::SystemFiles& system) {
  if (const auto access = io::access_to(folder)) facts.writable = access->writable;
  facts.root_of_an_empty_mount = io::unmounted_place_of(folder, system).has_value();
  const auto volume = io::volume_of(folder, system);
  if (!volume) return;
  if (!facts.encrypted && volume->encrypted) facts.encrypted = true;
  for (const std::string& live : live_folders) {
    const auto other = io::volume_of(live, system);
    if (!other) continue;
    facts.same_volume = facts.same_volume.value_or(false) || other->device == volume->device;
  }
}

std::vector<backups::ScheduledJob> scheduled_backups(const JobPlaces& places) {
  std::vector<backups::ScheduledJob> jobs;
  for (const std::string& folder : places.timer_folders) add_timers(folder, jobs);
  for (const std::string& file : places.cron_files) add_crontab(file, jobs);
  for (const std::string& folder : places.cron_folders)
    for_each_file(folder, [&](const fs::path& path) {
      if (is_taken_by_cron(path)) add_crontab(path, jobs);
    });
  for (const std::string& folder : places.user_cron_folders)
    for_each_file(folder, [&](const fs::path& path) { add_crontab(path, jobs); });
  for (const std::string& folder : places.script_folders)
    for_each_file(folder, [&](const fs::path& path) {
      if (is_taken_by_cron(path) && is_executable(path) &&
          looks_like_a_backup(lower_case(path.filename().string() + "\n" + read_small(path))))
        jobs.push_back({path.filename().string(), folder});
    });
  std::ranges::sort(jobs, {}, [](const backups::ScheduledJob& job) { return std::tie(job.name, job.place); });
  const auto same_name = [](const auto& a, const auto& b) { return a.name == b.name; };
  jobs.erase(std::unique(jobs.begin(), jobs.end(), same_name), jobs.end());
  return jobs;
}

}  // namespace garde::checker
