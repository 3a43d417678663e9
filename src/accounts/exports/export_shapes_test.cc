// What a file is, by its own shape: formats that share words, other tools' files, containers, encodings; and what of a
// table no row may lose.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "accounts/exports/export.h"
#include "accounts/exports/export_builder.h"
#include "accounts/exports/other_file.h"
#include "accounts/exports/testing/exports.h"
#include "base/enumerators.h"

namespace garde::accounts {
namespace {

using testing::accounts_of;
using testing::read_text;
using testing::sample;
using testing::skipped_of;
using Lines = std::vector<std::string>;

// "format: account / account", then what was skipped, or the error.
Lines shape_of(std::string_view bytes, std::string_view password = {}) {
  const auto read = read_text(bytes, password);
  if (!read) return {describe(read.error())};
  Lines lines{std::string(name(read->format))};
  for (std::string& line : accounts_of(*read)) lines.push_back(std::move(line));
  for (const std::string& line : skipped_of(*read)) lines.push_back("skipped " + line);
  return lines;
}

std::string utf16(std::string_view ascii, bool little, bool mark) {
  std::string bytes = !mark ? "" : little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : ascii) bytes += little ? std::string{c, '\0'} : std::string{'\0', c};
  return bytes;
}

// A ZIP made by the program of that name.
std::string zipped(std::string_view member, std::string_view content) {
  const std::filesystem::path folder =
      std::filesystem::path(::testing::TempDir()) / ("garde-shapes-" + std::to_string(::getpid()));
  std::filesystem::create_directories((folder / member).parent_path());
  std::ofstream(folder / member, std::ios::binary) << content;
  const std::string command = "cd '" + folder.string() + "' && rm -f x.zip && zip -q -r x.zip . -x x.zip";
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::ifstream stream(folder / "x.zip", std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  std::filesystem::remove_all(folder);
  return bytes;
}

constexpr std::string_view kProtonJson = R"({"version":"1.21.2","userId":"x","encrypted":false,"vaults":{"A":{"name":
  "Cabinet","items":[{"state":1,"modifyTime":1710000000,"data":{"type":"login","metadata":{"name":"Agenda"},"content":{
  "itemEmail":"a@exemple.fr","itemUsername":"","password":"verger-10","urls":["https://a.fr/","http://b.fr/"],
  "totpUri":"otpauth://x"}}},{"state":2,"data":{"type":"login","metadata":{"name":"Vieux"},"content":{
  "password":"verger-9"}}},{"state":1,"data":{"type":"note","metadata":{"name":"Note"},"content":{}}}]}}})";
const Lines kProtonAccounts = {
    "proton-pass-json",
    "1|Agenda|https://a.fr/ http://b.fr/|a@exemple.fr|verger-10|Cabinet|code|2024-03-09T16:00:00.000Z",
    "skipped 2 discarded", "skipped 3 not-a-login"};

TEST(ExportShapes, OfJsonAreNotToldByOneWord) {
  EXPECT_EQ(shape_of(kProtonJson), kProtonAccounts);
  // Enpass calls its accounts "items" too, and Keeper's are called "records".
  EXPECT_EQ(shape_of(R"({"folders":[{"uuid":"F","title":"Cabinet"}],"items":[{"title":"Agenda","template_type":
    "login.default","trashed":0,"archived":0,"updated_at":1710000000,"folders":["F"],"fields":[{"type":"username",
    "value":""},{"type":"email","value":"a@exemple.fr"},{"type":"password","value":"verger-10","deleted":0},{"type":
    "url","value":"http://a.fr"},{"type":"totp","value":"JBSW"}]},{"title":"Vieux","template_type":"login.default",
    "trashed":1,"fields":[]},{"title":"Carte","template_type":"creditcard.default","fields":[]}]})"),
            (Lines{"enpass-json", "1|Agenda|http://a.fr|a@exemple.fr|verger-10|Cabinet|code|2024-03-09T16:00:00.000Z",
                   "skipped 2 discarded", "skipped 3 not-a-login"}));
  EXPECT_EQ(
      shape_of(R"({"shared_folders":[],"records":[{"title":"Agenda","$type":"login","login":"martin","password":
    "verger-10","login_url":"https://a.fr","custom_fields":{"$oneTimeCode::1":"otpauth://x"},"folders":[{"shared_folder":
    "Equipe"}]},{"title":"Note","$type":"encryptedNotes"}]})"),
      (Lines{"keeper-json", "1|Agenda|https://a.fr|martin|verger-10|Equipe|code shared|", "skipped 2 not-a-login"}));
  for (const std::string_view other :
       {R"({"items":[{"name":"x","login":{"password":"verger-10"}}]})", R"({"encrypted":false,"items":[]})",
        R"({"accounts":[{"name":"x"}]})", R"({"vaults":[]})", R"({"records":[]})", R"({})"})
    EXPECT_EQ(shape_of(other), Lines{"unsupported: export: other-json"}) << other;
}

TEST(ExportShapes, OfBitwardenMayHaveNoAccountAtAll) {
  EXPECT_EQ(shape_of(R"({"encrypted":false,"folders":[],"items":[]})"), Lines{"bitwarden-json"});
}

TEST(ExportShapes, OfTablesGoByWhatEveryColumnSays) {
  // The older table of Proton Pass holds the four columns of a browser.
  EXPECT_EQ(
      shape_of("type,name,url,username,password,note,totp,createTime,modifyTime\n"
               "login,Gmail,https://accounts.google.com/,m@gmail.com,verger-10,,otpauth://x,1700000000,1700000001\n"
               "note,Ma note,,,,secret,,1700000000,1700000001\n"),
      (Lines{"proton-pass", "2|Gmail|https://accounts.google.com/|m@gmail.com|verger-10||code|2023-11-14T22:13:21.000Z",
             "skipped 3 not-a-login"}));
  EXPECT_EQ(
      shape_of(
          "name,url,username,password,note,otp,archived\nA,a.fr,m,verger-10,,123,false\nB,b.fr,m,verger-9,,,true\n"),
      (Lines{"table", "2|A|a.fr|m|verger-10||code|", "skipped 3 discarded"}));
  EXPECT_EQ(
      shape_of(
          "Name,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2\nA,https://a.fr,https://a.fr/*,m,verger-10,,Cabinet,\n"),
      (Lines{"roboform", "2|A|https://a.fr|m|verger-10|Cabinet||"}));
  // What somebody keeps by hand.
  EXPECT_EQ(shape_of("Nom;Adresse;Identifiant;Mot de passe;Remarque\nAgenda;https://a.fr;martin;verger-10;\n"),
            (Lines{"table", "2|Agenda|https://a.fr|martin|verger-10|||"}));
  EXPECT_EQ(shape_of("password\nverger-10\n"), Lines{"unsupported: export: other-table"});
  EXPECT_EQ(shape_of("name,password,mot de passe\nA,verger-10,verger-9\n"), Lines{"unsupported: export: other-table"});
}

TEST(ExportShapes, AreFoundInTheZipOfTheirTool) {
  EXPECT_EQ(shape_of(zipped("Proton Pass/data.json", kProtonJson)), kProtonAccounts);
  EXPECT_EQ(shape_of(zipped("data.json", sample("bitwarden.json"))), shape_of(sample("bitwarden.json")));
  EXPECT_EQ(shape_of(zipped("Proton Pass/data.pgp", "x")), Lines{"unsupported: export: proton-pass-encrypted"});
  EXPECT_EQ(shape_of(zipped("xl/workbook.xml", "x")), Lines{"unsupported: export: archive"});
  EXPECT_EQ(shape_of(zipped("[Content_Types].xml", "x")), Lines{"unsupported: export: spreadsheet"});
  EXPECT_EQ(shape_of(zipped("photo.jpg", "x")), Lines{"unsupported: export: archive"});
}

TEST(ExportShapes, ShowThroughTheEncodingsOfExcel) {
  constexpr std::string_view kTable = "name\turl\tusername\tpassword\r\nA\thttps://a.fr\tm\tverger-10\r\n";
  const Lines read{"chromium", "2|A|https://a.fr|m|verger-10|||"};
  EXPECT_EQ(shape_of(kTable), read);
  for (const bool little : {true, false})
    for (const bool mark : {true, false}) EXPECT_EQ(shape_of(utf16(kTable, little, mark)), read);
  constexpr std::string_view kPairs = "name,pwd\n\xF0\x9F\x98\x80,x\n";
  std::string wide = utf16("name,pwd\n", true, true) + std::string("\x3D\xD8\x00\xDE", 4) + utf16(",x\n", true, false);
  EXPECT_EQ(shape_of(wide), shape_of(kPairs));
  wide = utf16("name,pwd\n", true, true) + std::string("\x3D\xD8", 2) + utf16(",x\n", true, false);
  EXPECT_EQ(shape_of(wide), Lines{"unsupported: export: other-encoding"}) << "half a pair";
  EXPECT_EQ(shape_of("sep=;\r\nname;url;username;password\r\nA;https://a.fr;m;verger-10\r\n"),
            (Lines{"chromium", "3|A|https://a.fr|m|verger-10|||"}));
  EXPECT_EQ(shape_of("name|url|username|password\nA|https://a.fr|m|verger-10\n"), read);
}

TEST(OtherFiles, AreKnownByTheirShape) {
  const std::string_view keepass_1("\x03\xD9\xA2\x9A\x65\xFB\x4B\xB5", 8);
  const std::vector<std::pair<std::string, OtherFile>> files = {
      {std::string(keepass_1), OtherFile::keepass_1_database},
      {"<?xml version=\"1.0\"?><pwlist><pwentry/></pwlist>", OtherFile::keepass_1_xml},
      {sample("bitwarden-account-key.json"), OtherFile::bitwarden_account_key},
      {"-----BEGIN PGP MESSAGE-----\n", OtherFile::proton_pass_encrypted},
      {R"({"version":"1","encrypted":true,"vaults":{}})", OtherFile::proton_pass_encrypted},
      {"{\"uuid\":\"x\"}\n***5642bee8-a5ff-11dc-8314-0800200c9a66***\n", OtherFile::onepassword_1pif},
      {R"({"nextId":2,"logins":[{"encryptedPassword":"x"}]})", OtherFile::firefox_logins},
      {std::string("SQLite format 3\0", 16), OtherFile::browser_database},
      {std::string(2000, 'A'), OtherFile::samsung_pass},
      {R"({"version":{"major":1},"accounts":[{"id":"x","items":[]}]})", OtherFile::fido_cxf},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", OtherFile::spreadsheet},
      {"7z\xBC\xAF\x27\x1C", OtherFile::archive},
      {"%PDF-1.7", OtherFile::pdf},
      {"<!DOCTYPE HTML><html>", OtherFile::web_page},
      {"<root/>", OtherFile::other_xml},
      {"{\"a\":1}", OtherFile::other_json},
      {"Agenda,https://a.fr,martin,verger-10\n", OtherFile::other_table},
      {std::string("\0\1\2", 3), OtherFile::binary}};
  for (const auto& [bytes, kind] : files)
    EXPECT_EQ(shape_of(bytes), Lines{"unsupported: export: " + std::string(name(kind))}) << bytes.substr(0, 60);
  for (const OtherFile kind : kEnumerators<OtherFile>) EXPECT_EQ(parse_enumerator<OtherFile>(name(kind)), kind);
}

TEST(OtherFiles, ThatNobodyCanOpenAskForNoPassword) {
  const std::string_view keepass_1("\x03\xD9\xA2\x9A\x65\xFB\x4B\xB5", 8);
  EXPECT_FALSE(needs_password(std::as_bytes(std::span(keepass_1))));
  const auto asks = [](std::string_view text) { return needs_password(std::as_bytes(std::span(text))); };
  EXPECT_TRUE(asks(sample("bitwarden-protected-argon2.json")));
  EXPECT_FALSE(asks(sample("bitwarden-account-key.json")));
  EXPECT_FALSE(asks(R"({"encrypted":false,"items":[{"notes":"\"passwordProtected\""}]})"));
}

TEST(ExportRows, MayLoseTheirEmptyCellsAtTheEnd) {
  std::string text = "name;url;username;password;note\r\n";
  Lines expected{"chromium"};
  for (int i = 0; i < 20; ++i) {
    text += "S;https://s.fr;jean;verger-" + std::to_string(i) + (i < 4 ? ";\r\n" : i == 5 ? ";;;\r\n" : "\r\n");
    expected.push_back(std::to_string(i + 2) + "|S|https://s.fr|jean|verger-" + std::to_string(i) + "|||");
  }
  EXPECT_EQ(shape_of(text), expected);
}

// Where the text ends, a row may go on: a file that was cut says nothing of its last password.
TEST(ExportRows, ThatTheTextEndsInMustBeWhole) {
  EXPECT_EQ(shape_of("name;url;username;password;note\nS;https://s.fr;jean;verg"),
            (Lines{"chromium", "skipped 2 wrong-cell-count"}));
  EXPECT_EQ(shape_of("name;url;username;password\nS;https://s.fr;jean;verger"),
            (Lines{"chromium", "2|S|https://s.fr|jean|verger|||"}));
}

TEST(ExportRows, ThatAreNoNoteAreLookedAtWhateverTheyAreCalled) {
  EXPECT_EQ(shape_of("type,name,login_uri,login_username,login_password,login_totp\nLOGIN,A,a.fr,m,verger-10,\n"
                     ",B,b.fr,m,verger-9,\nnote,C,c.fr,m,verger-8,\nnote,D\nfuture,E,,,,\n"),
            (Lines{"bitwarden-csv", "2|A|a.fr|m|verger-10|||", "3|B|b.fr|m|verger-9|||", "4|C|c.fr|m|verger-8|||",
                   "skipped 5 not-a-login", "skipped 6 not-a-login"}));
}

TEST(ExportRows, InTheBinOfKeePassXcAreDiscarded) {
  const std::string header = "Group,Title,Username,Password,URL,Notes,TOTP,Icon,Last Modified,Created\n";
  const auto row = [](std::string_view group) { return std::string(group) + ",T,jean,verger-10,https://t.fr,,,0,,\n"; };
  EXPECT_EQ(shape_of(header + row("Racine") + row("Racine/Corbeille") + row("Root/Recycle Bin") +
                     row("Root/Корзина/A") + row("Corbeille") + row("Racine/Cabinet/Corbeille")),
            (Lines{"keepassxc-csv", "2|T|https://t.fr|jean|verger-10|Racine||",
                   "7|T|https://t.fr|jean|verger-10|Racine/Cabinet/Corbeille||", "skipped 3 discarded",
                   "skipped 4 discarded", "skipped 5 discarded", "skipped 6 discarded"}));
}

TEST(ExportRows, OfBitwardenArchivedAreDiscardedAndOfNoCollectionNotShared) {
  const auto item = [](std::string_view more) {
    return R"({"type":1,"name":"A","login":{"username":"m","password":"verger-10"},)" + std::string(more) + "}";
  };
  EXPECT_EQ(shape_of(R"({"encrypted":false,"folders":[],"items":[)" + item(R"("archivedDate":null)") + "," +
                     item(R"("archivedDate":"2026-01-01T00:00:00.000Z")") + "," + item(R"("collectionIds":[null])") +
                     "," + item(R"("collectionIds":["C"])") + "]}"),
            (Lines{"bitwarden-json", "1|A||m|verger-10|||", "3|A||m|verger-10|||", "4|A||m|verger-10||shared|",
                   "skipped 2 discarded"}));
}

TEST(Addresses, OfOneCellAreAllOfThem) {
  using Urls = std::vector<std::string>;
  EXPECT_EQ(addresses_of("https://a.fr/, http://b.fr/"), (Urls{"https://a.fr/", "http://b.fr/"}));
  EXPECT_EQ(addresses_of("https://a.fr,b.fr"), (Urls{"https://a.fr", "b.fr"}));
  EXPECT_EQ(addresses_of("https://a.fr\nhttp://b.fr androidapp://fr.a"),
            (Urls{"https://a.fr", "http://b.fr", "androidapp://fr.a"}));
  EXPECT_EQ(addresses_of(R"(["https://a.fr","http://b.fr"])"), (Urls{"https://a.fr", "http://b.fr"}));
  EXPECT_EQ(addresses_of("https://a.fr/page,2"), Urls{"https://a.fr/page,2"});
  EXPECT_EQ(addresses_of("cmd://mstsc /v:srv /u:admin"), Urls{"cmd://mstsc /v:srv /u:admin"});
  EXPECT_EQ(addresses_of(" , ;"), Urls{});
  EXPECT_EQ(addresses_of(""), Urls{});
  const auto read = read_text(
      "type,name,url,email,username,password,note,totp,createTime,modifyTime,vault\n"
      "login,B,\"https://b.fr/, http://vieux.fr/\",m@b.fr,,verger-10,,,1,1,P\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->accounts.at(0).urls, (Urls{"https://b.fr/", "http://vieux.fr/"}));
}

constexpr std::string_view kEntry =
    "<Entry><String><Key>Title</Key><Value>T</Value></String><String><Key>Password</Key>"
    "<Value>PASSWORD</Value></String>MORE</Entry>";
std::string entry(std::string_view password, std::string_view more = "") {
  std::string text(kEntry);
  text.replace(text.find("PASSWORD"), 8, password);
  text.replace(text.find("MORE"), 4, more);
  return text;
}

TEST(KeePassEntries, ThatReferToOthersOrAreModelsAreNoAccounts) {
  const std::string file =
      "<KeePassFile><Meta><EntryTemplatesGroup>TPL</EntryTemplatesGroup><RecycleBinUUID>BIN"
      "</RecycleBinUUID></Meta><Root><Group><UUID>R</UUID>" +
      entry("verger-10", "<String><Key>HmacOtp-Secret-Base32</Key><Value>JBSW</Value></String>") +
      entry("{ref:p@i:46C9B1FFBD4ABC4BBB260C6190BAD20C}") + entry("x{REF:P@T:a}y") +
      "<Group><UUID>TPL</UUID><Group><UUID>Z</UUID>" + entry("modele-10") + "</Group></Group><Group><UUID>BIN</UUID>" +
      entry("verger-9") + "</Group>" + entry("{ref}") + "</Group></Root></KeePassFile>";
  EXPECT_EQ(shape_of(file), (Lines{"keepass-xml", "1|T|||verger-10||code|", "6|T|||{ref}|||", "skipped 2 reference",
                                   "skipped 3 reference", "skipped 4 template-entry", "skipped 5 discarded"}));
}

}  // namespace
}  // namespace garde::accounts
