#include "formats/kinds.h"

#include <gtest/gtest.h>

#include "formats/restic/testing/real_repository.h"
#include "io/memory_tree.h"

namespace garde::formats {
namespace {

std::optional<Kind> recognised(std::initializer_list<std::string_view> files) {
  io::MemoryTree tree;
  for (const std::string_view file : files) tree.put_file(file, {});
  return recognise(tree).take();
}

TEST(Kinds, HaveOneNameEach) {
  for (const Kind kind : all_kinds()) EXPECT_EQ(parse_kind(name(kind)), kind);
  EXPECT_FALSE(parse_kind("tape"));
  EXPECT_EQ(all_kinds().size(), 5U);
}

TEST(Kinds, AreRecognisedByNames) {
  EXPECT_EQ(recognised({}), std::nullopt);
  EXPECT_EQ(recognised({"2026-11-22/a", "2026-11-23/a", "journal.log"}), Kind::dated);
  EXPECT_EQ(recognised({"lundi/a", "mardi/a"}), Kind::dated);
  EXPECT_EQ(recognised({"daily.0/a", "daily.1/a", "weekly.0/a"}), Kind::dated);
  EXPECT_EQ(recognised({"base-2026-11-22.zip", "base-2026-11-23.zip", "journal.log"}), Kind::archives);
  EXPECT_EQ(recognised({"export.SQL.gz"}), Kind::archives);
  EXPECT_EQ(recognised({"Dossiers patients/dupont.pdf", "agenda.ics"}), Kind::mirror);
  EXPECT_EQ(recognised({"Factures/a", "Courriers/a", "Photos/a", "2026-11-23/a"}), Kind::mirror);
}

TEST(Kinds, OfAPracticesDocumentsWithOneArchiveAmongThemIsAMirror) {
  EXPECT_EQ(recognised({"Dossiers/dupont.pdf", "agenda.ics", "notes.txt", "vieux.zip"}), Kind::mirror);
}

TEST(Kinds, TellBorgAndDoNotReadIt) {
  io::MemoryTree tree;
  const std::string_view config = "[repository]\nversion = 1\n";
  const auto bytes = std::as_bytes(std::span(config));
  tree.put_file("config", {bytes.begin(), bytes.end()});
  tree.put_directory("data");
  EXPECT_EQ(recognise(tree).take(), Kind::borg);
  EXPECT_EQ(open(Kind::borg, tree, nullptr).error().kind, ErrorKind::unsupported);
}

TEST(Kinds, OpenResticWithItsPasswordOnly) {
  const restic::testing::RealRepository real(2);
  const auto tree = real.tree();
  EXPECT_EQ(recognise(*tree).take(), Kind::restic);
  EXPECT_EQ(open(Kind::restic, *tree, nullptr).error().kind, ErrorKind::wrong_secret);
  const auto wrong = crypto::SecretBytes::copy_of("ouvre-toi");
  EXPECT_EQ(open(Kind::restic, *tree, &wrong).error().kind, ErrorKind::wrong_secret);
  const auto password = restic::testing::RealRepository::password();
  EXPECT_TRUE(open(Kind::restic, *tree, &password));
  const io::MemoryTree empty;
  EXPECT_EQ(open(Kind::restic, empty, &password).error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace garde::formats
