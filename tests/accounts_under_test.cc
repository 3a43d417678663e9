#include "tests/accounts_under_test.h"

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <span>

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/base64.h"
#include "base/hex.h"
#include "base/testing/source_directory.h"
#include "crypto/digest.h"
#include "crypto/sha1.h"

namespace garde::tests {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// A password and what it turns into where programs are careless.
std::vector<std::string> forms_of(const std::string& password) {
  const crypto::Sha1Digest sha1 = crypto::sha1(bytes_of(password));
  const std::string hex = to_hex(sha1.bytes);
  std::string utf16;
  for (const char c : password) utf16 += {c, '\0'};
  std::vector<std::string> forms = {password,
                                    hex,
                                    upper(hex),
                                    std::string(reinterpret_cast<const char*>(sha1.bytes.data()), sha1.bytes.size()),
                                    to_hex(crypto::sha256(bytes_of(password)).bytes),
                                    utf16};
  // base64 at each of the three places a text can start in it, without its changing ends.
  for (const std::string& before : {std::string(), std::string("a"), std::string("ab")}) {
    const std::string encoded = [&] {
      std::string text = before + password;
      std::string out;
      constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
      for (std::size_t i = 0; i + 2 < text.size(); i += 3) {
        const auto at = [&](std::size_t j) { return static_cast<unsigned>(static_cast<unsigned char>(text[j])); };
        const unsigned bits = at(i) << 16U | at(i + 1) << 8U | at(i + 2);
        for (const unsigned shift : {18U, 12U, 6U, 0U}) out += kDigits[bits >> shift & 63U];
      }
      return out;
    }();
    if (encoded.size() > 12) forms.push_back(encoded.substr(4, encoded.size() - 8));
  }
  return forms;
}

// NTLM is MD4 of UTF-16: by openssl, which is no part of ours.
std::string ntlm_of(const std::filesystem::path& folder, const std::string& password) {
  write_file(folder / "plain", password);
  const std::string command = fmt::format(
      "cd '{}' && iconv -f UTF-8 -t UTF-16LE plain | openssl dgst -provider legacy -provider default -md4 -r > ntlm 2> "
      "/dev/null; rm -f plain",
      folder.string());
  if (std::system(command.c_str()) != 0) return "";
  const std::string out = read_file(folder / "ntlm");
  std::filesystem::remove(folder / "ntlm");
  return out.substr(0, std::min<std::size_t>(out.size(), 32));
}

}  // namespace

const std::vector<std::string>& passwords() {
  static const std::vector<std::string> kAll = {"Kervadoret-des-Lilas-2024", "Kervadoret-des-Lilas-2025",
                                                "zx!Vroumbadadoum77", "été-à-Plouguerneau-88"};
  return kAll;
}

std::string export_text() {
  return fmt::format(
      "name,url,username,password,note\r\n"
      "Ameli Pro,https://espacepro.ameli.fr,martin,{0},\r\n"
      "Agenda,http://agenda.exemple.fr,martin,{0},rappel\r\n"
      "Labo,https://labo.exemple.fr,secretariat,{1},\r\n"
      "Achats,https://achats.exemple.fr,martin,{2},\r\n"
      "Courses,https://courses.exemple.fr,martin,azerty123,\r\n"
      "Club,https://club.exemple.fr,martin,{3},\r\n",
      passwords()[0], passwords()[1], passwords()[2], passwords()[3]);
}

std::string samples() { return (source_directory() / "src/accounts/exports/testdata/").string(); }

std::string bytes_of_hex(std::string_view digits) {
  const auto bytes = from_hex(digits).value();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string core_limit_of(pid_t process) {
  const std::string limits = read_file(fmt::format("/proc/{}/limits", process));
  std::smatch match;
  std::regex_search(limits, match, std::regex("Max core file size +([a-z0-9]+) +([a-z0-9]+)"));
  return match.empty() ? "" : fmt::format("{} {}", match[1].str(), match[2].str());
}

std::string memory_of(pid_t process) {
  std::ifstream maps(fmt::format("/proc/{}/maps", process));
  std::ifstream memory(fmt::format("/proc/{}/mem", process), std::ios::binary);
  std::string all;
  for (std::string line; std::getline(maps, line);) {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    char write = '-';
    if (std::sscanf(line.c_str(), "%lx-%lx r%c", &begin, &end, &write) != 3 || write != 'w') continue;
    constexpr std::uint64_t kMaxRegion = 256U
                                         << 20U;  // the sanitizer's own shadow is larger, and holds no bytes of ours
    if (end - begin > kMaxRegion) continue;
    std::string region(end - begin, '\0');
    memory.clear();
    memory.seekg(static_cast<std::streamoff>(begin));
    memory.read(region.data(), static_cast<std::streamsize>(region.size()));
    region.resize(static_cast<std::size_t>(memory.gcount()));
    all += region;
  }
  return all;
}

Accounts::Accounts() {
  ::umask(0077);
  folder_.write("export.csv", export_text());
}

Ran Accounts::audit(std::vector<std::string> more) const {
  more.insert(more.begin(), {"accounts", "audit"});
  return run_garde(folder_.path(), more);
}

json::object Accounts::audit_json(std::vector<std::string> more, int status) const {
  more.push_back("--json");
  const Ran ran = audit(std::move(more));
  EXPECT_EQ(ran.status, status) << ran.err;
  boost::system::error_code code;
  const json::value value = json::parse(ran.out, code);
  EXPECT_FALSE(code) << ran.out;
  return code ? json::object() : value.as_object();
}

std::vector<std::string> Accounts::findings(const json::object& audited) {
  std::vector<std::string> lines;
  for (const json::value& account : audited.at("accounts").as_array()) {
    std::string line(account.at("name").as_string());
    line += ':';
    for (const json::value& reason : account.at("reasons").as_array()) line += " " + std::string(reason.as_string());
    lines.push_back(std::move(line));
  }
  return lines;
}

const std::vector<std::string>& misplaced_passwords() {
  static const std::vector<std::string> kPasswords = {"Vexil-Noirmont-42", "Zq8!Tu/lipe2025", "Kervadoret_Ouest91",
                                                      "brouillaminis.63", "Plouz#Antre-7781"};
  return kPasswords;
}

std::vector<std::pair<std::string, std::string>> exports_with_misplaced_passwords() {
  std::string table = "type,name,url,username,password,note,totp,vault\n";
  std::string items;
  std::string entries;
  for (const std::string& password : misplaced_passwords()) {
    std::string lower = password;
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    std::string percent;
    for (const char c : password) percent += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    std::string other = misplaced_passwords()[2].substr(0, 10);  // a piece of another account's
    const auto bytes = std::as_bytes(std::span(password));
    for (const std::string& name : {password, "mdp: " + lower, to_base64(bytes), to_hex(bytes), other}) {
      const std::string url = "https://admin:" + password + "@nas.exemple.fr/" + percent + "?p=" + password;
      table += fmt::format("login,\"{}\",\"{}\",\"{}\",\"{}\",\"{}\",\"otpauth://totp/{}\",\"{}\"\n", name, url, lower,
                           password, password, password, password);
      items += fmt::format(
          R"({}{{"type":1,"name":"{}","notes":"{}","fields":[{{"name":"{}","value":"{}","type":1}}],"login":{{)"
          R"("username":"{}","password":"{}","totp":"{}","uris":[{{"uri":"https://{}.exemple.fr/"}}]}}}})",
          items.empty() ? "" : ",", name, password, password, password, percent, password, password, lower);
      entries += fmt::format(
          "<Entry><String><Key>Title</Key><Value>{}</Value></String><String><Key>UserName</Key><Value>{}</Value>"
          "</String><String><Key>Password</Key><Value>{}</Value></String><String><Key>URL</Key><Value>cmd://mstsc "
          "/p:{}</Value></String><String><Key>Notes</Key><Value>{}</Value></String><String><Key>{}</Key><Value>{}"
          "</Value></String></Entry>",
          name, percent, password, password, password, password, password);
    }
  }
  return {
      {"table.csv", table},
      {"items.json", R"({"encrypted":false,"folders":[],"items":[)" + items + "]}"},
      {"entries.xml", "<KeePassFile><Meta/><Root><Group><Name>R</Name>" + entries + "</Group></Root></KeePassFile>"}};
}

std::vector<std::string> pieces_in(std::string_view text) {
  constexpr std::size_t kPiece = 6;
  const auto lower = [](std::string_view whole) {
    std::string letters(whole);
    for (char& c : letters) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return letters;
  };
  const std::string searched = lower(text);
  std::vector<std::string> found;
  for (const std::string& password : misplaced_passwords())
    for (std::size_t at = 0; at + kPiece <= password.size(); ++at)
      if (searched.find(lower(password.substr(at, kPiece))) != std::string::npos)
        found.push_back(password.substr(at, kPiece));
  return found;
}

std::vector<std::string> Accounts::leaks_in(std::string_view text, const std::vector<std::string>& secrets) const {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < secrets.size(); ++i) {
    for (const std::string& form : forms_of(secrets[i]))
      if (text.find(form) != std::string_view::npos) found.push_back(fmt::format("password {}", i));
    const std::string ntlm = ntlm_of(folder_.path(), secrets[i]);
    if (!ntlm.empty() &&
        (text.find(ntlm) != std::string_view::npos || text.find(upper(ntlm)) != std::string_view::npos))
      found.push_back(fmt::format("NTLM of password {}", i));
  }
  return found;
}

void Accounts::expect_no_leak_below(const std::filesystem::path& folder,
                                    const std::vector<std::string>& secrets) const {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().filename() == "export.csv") continue;
    ++files;
    EXPECT_TRUE(leaks_in(read_file(entry.path()), secrets).empty()) << entry.path();
  }
  EXPECT_GT(files, 0U);
}

}  // namespace garde::tests
