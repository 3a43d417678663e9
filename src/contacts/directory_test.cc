#include "contacts/directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contacts/email.h"
#include "contacts/image.h"

namespace garde::contacts {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Directory compiled_in() {
  content::Problems problems;
  Directory directory = Directory::read(content::Files::from_program(), problems);
  EXPECT_THAT(problems, IsEmpty());
  return directory;
}

TEST(Directories, PutThePublicAssistanceFirst) {
  const Directory directory = compiled_in();
  ASSERT_GE(directory.services.size(), 2U);
  EXPECT_EQ(directory.services[0].id.text(), "17cyber");
  EXPECT_EQ(directory.services[1].id.text(), "cybermalveillance");
}

// Facts that circulate and are wrong, or that nobody has checked.
TEST(Directories, DoNotRepeatWhatIsWrongElsewhere) {
  const Directory directory = compiled_in();
  EXPECT_FALSE(directory.service(ServiceId::of("17cyber"))->phone) << "17Cyber is a site";
  EXPECT_FALSE(directory.service(ServiceId::of("cnil"))->phone) << "unverified";
  EXPECT_FALSE(directory.service(ServiceId::of("cert-sante"))->phone) << "its duty is not for a practice";
  for (const Situation& situation : directory.situations)
    for (const SituationCall& call : situation.calls)
      EXPECT_NE(call.service, ServiceId::of("cert-sante")) << situation.id.text();
  for (const Service& service : directory.services) {
    if (!service.phone) continue;
    EXPECT_NE(service.phone->dialled, "+33825852000") << "the old line of lost cards";
  }
}

TEST(Directories, SayWhenTheirNumbersShouldBeChecked) {
  const Directory directory = compiled_in();
  EXPECT_FALSE(directory.is_stale(plus_days(directory.released, directory.stale_after)));
  EXPECT_TRUE(directory.is_stale(plus_days(directory.released, directory.stale_after + Days{1})));
}

TEST(Directories, ServeARegionOrEverywhere) {
  const Directory directory = compiled_in();
  const Service& regional = *directory.service(ServiceId::of("cyberocc"));
  EXPECT_TRUE(serves(regional, RegionId::of("occitanie")));
  EXPECT_FALSE(serves(regional, RegionId::of("bretagne")));
  EXPECT_FALSE(serves(regional, std::nullopt));
  EXPECT_TRUE(serves(directory.services.front(), std::nullopt));
}

// The content of the program with one file changed, and what is then said of it.
std::string problems_with(const std::string& path, const std::string& from, const std::string& to) {
  std::vector<content::File> files;
  const content::Files program = content::Files::from_program();
  for (const content::File* file : program.in("directory")) files.push_back(*file);
  for (content::File& file : files) {
    if (file.path != "directory/" + path) continue;
    const std::size_t at = file.bytes.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    file.bytes.replace(at, from.size(), to);
  }
  content::Problems problems;
  static_cast<void>(Directory::read(content::Files(std::move(files)), problems));
  std::string said;
  for (const content::Problem& problem : problems) said += describe(problem) + "\n";
  return said;
}

TEST(Directories, AreRefusedWithFileAndLine) {
  EXPECT_EQ(problems_with("services.toml", "phone = \"17\"", "phone = \"17\""), "");
  EXPECT_THAT(problems_with("services.toml", "phone = \"17\"", "phone = \"1790\""),
              HasSubstr("not a number of the plan"));
  EXPECT_THAT(problems_with("services.toml", "[\"occitanie\"]", "[\"occitania\"]"), HasSubstr("no region is called"));
  EXPECT_THAT(problems_with("services.toml", "https://17cyber", "http://17cyber"), HasSubstr("is not https"));
  EXPECT_THAT(problems_with("services.toml", "id = \"cnil\"", "id = \"police\""), HasSubstr("is there twice"));
  EXPECT_THAT(problems_with("situations.toml", "role = \"provider\"", "role = \"nobody\""),
              HasSubstr("names one role"));
  EXPECT_THAT(problems_with("situations.toml", "role = \"provider\"", "role = \"provider\"\nservice = \"17cyber\""),
              HasSubstr("names one role"));
  EXPECT_THAT(problems_with("roles.toml", "awaited = true", "awaited = true\ncolour = 1"), HasSubstr("colour"));
  EXPECT_THAT(problems_with("numbering.toml", "digits = 10", "digits = 11"), HasSubstr("must add up"));
}

TEST(Emails, AreOnesThatPeopleHave) {
  for (const char* good : {"a@b.fr", "jean-rene.l'hote@cabinet-medical.example", "x+garde@mail.b.example", "A.B@C.fr"})
    EXPECT_TRUE(is_email(good)) << good;
  const std::string long_local(65, 'a');
  for (const std::string& bad :
       {std::string(""), std::string("a"), std::string("a@b"), std::string("@b.fr"), std::string("a@.fr"),
        std::string("a@b..fr"), std::string("a@b.fr."), std::string(".a@b.fr"), std::string("a b@c.fr"),
        std::string("a@b@c.fr"), std::string("a@-b.fr"), std::string("a@b.fr\r\nBcc: x@y.fr"), std::string("é@b.fr"),
        std::string("a@192.168.0.1"), long_local + "@b.fr", "a@" + std::string(64, 'b') + ".fr",
        "a@" + std::string(300, 'b') + ".fr"})
    EXPECT_FALSE(is_email(bad)) << bad;
}

TEST(Images, AreToldByTheirFirstBytes) {
  using namespace std::string_literals;
  EXPECT_EQ(image_type("\xFF\xD8\xFF\xE0..."), "image/jpeg");
  EXPECT_EQ(image_type("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR..."s), "image/png");
  EXPECT_EQ(image_type("RIFF\x10\0\0\0WEBPVP8 "s), "image/webp");
  EXPECT_EQ(image_type("\0\0\0\x18"
                       "ftypheic\0\0\0\0"s),
            "image/heic");
  for (const std::string& other : {""s, "%PDF-1.7 .............."s, "<svg xmlns='http://www.w3.org/2000/svg'>"s,
                                   "\x89PNG"s, "RIFF\x10\0\0\0WAVEfmt "s, "GIF89a..........."s, "MZ.............."s})
    EXPECT_FALSE(image_type(other)) << other;
}

}  // namespace
}  // namespace garde::contacts
