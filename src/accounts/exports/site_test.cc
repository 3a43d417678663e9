#include "accounts/exports/site.h"

#include <gtest/gtest.h>

namespace garde::accounts {
namespace {

TEST(Site, ShowsNoPasswordOrTokenOfAnAddress) {
  EXPECT_EQ(site_of("https://martin:tulipe@mail.exemple.fr/login?token=abc#def").address,
            "https://mail.exemple.fr/login");
  EXPECT_EQ(site_of("https://mail.exemple.fr/").address, "https://mail.exemple.fr");
  EXPECT_EQ(site_of("android://c2lnbmF0dXJl@fr.agenda.app/").address, "android://fr.agenda.app");
}

TEST(Site, NamesItsHostWithoutWwwAndPort) {
  EXPECT_EQ(site_of("https://WWW.Exemple.FR:8443/a").host, "exemple.fr");
  EXPECT_EQ(site_of("mail.exemple.fr").host, "mail.exemple.fr");
  EXPECT_EQ(site_of("https://[::1]/").host, "[::1]");
  EXPECT_EQ(site_of("").host, "");
}

TEST(Site, KnowsWhatPeopleCallIt) {
  EXPECT_EQ(site_of("https://pro.doctolib.fr/").label, "doctolib");
  EXPECT_EQ(site_of("https://cfspro.impots.gouv.fr/").label, "impots");
  EXPECT_EQ(site_of("https://exemple.fr/").label, "exemple");
  EXPECT_EQ(site_of("http://192.168.1.1/").label, "");
  EXPECT_EQ(site_of("android://x@com.doctolib.patient/").label, "doctolib");
}

TEST(Site, IsOneDomainWhateverItsPagesAndApplications) {
  for (const auto* url : {"https://pro.doctolib.fr/signin", "https://www.doctolib.fr/", "doctolib.fr",
                          "android://Zm9v@fr.doctolib.www/", "androidapp://fr.doctolib.www"})
    EXPECT_EQ(site_of(url).domain, "doctolib.fr") << url;
  EXPECT_EQ(site_of("https://mail.cabinet.synology.me").domain, "cabinet.synology.me") << "everybody's is his own";
  EXPECT_EQ(site_of("https://a.exemple.co.uk").domain, "exemple.co.uk");
  EXPECT_EQ(site_of("https://Été.exemple.fr").domain, "exemple.fr");
  EXPECT_TRUE(site_of("https://pro.doctolib.fr").is_public);
  for (const auto* url : {"https://MotDePasse-Secret-44/", "http://nas.local", "a.motdepasse", "192.168.1.1", ""})
    EXPECT_FALSE(site_of(url).is_public) << url;
}

TEST(Site, IsAnotherBehindAnotherPortOrInOnesOwnNetwork) {
  EXPECT_EQ(site_of("https://exemple.fr:8443/").port, "8443");
  EXPECT_EQ(site_of("https://exemple.fr:443/").port, "");
  EXPECT_EQ(site_of("http://exemple.fr:80/").port, "");
  EXPECT_EQ(site_of("http://nas.local/").domain, "nas.local");
  EXPECT_EQ(site_of("http://a.box.lan/").domain, "a.box.lan");
  EXPECT_EQ(site_of("http://192.168.1.1:5000/").domain, "192.168.1.1");
}

TEST(Site, IsBehindThePasswordOfItsAddressWhateverThatHolds) {
  for (const auto* url : {"https://admin:Zq8!Tu/lipe@nas.exemple.fr/", "https://admin:Zq8?x#y@z@nas.exemple.fr",
                          "https://admin:Zq8@nas.exemple.fr/a"})
    EXPECT_EQ(site_of(url).host, "nas.exemple.fr") << url;
  EXPECT_EQ(site_of("https://exemple.fr:8443/@martin").host, "exemple.fr");
}

TEST(Site, IsInClearTextOverHttpUnlessItIsOnesOwn) {
  EXPECT_TRUE(site_of("http://exemple.fr/").clear_text);
  EXPECT_TRUE(site_of("HTTP://172.32.0.1/").clear_text);
  for (const auto* url : {"https://exemple.fr", "exemple.fr", "http://192.168.1.254/", "http://172.16.3.4",
                          "http://nas", "http://imprimante.local/", "http://127.0.0.1:8080/"})
    EXPECT_FALSE(site_of(url).clear_text) << url;
}

}  // namespace
}  // namespace garde::accounts
