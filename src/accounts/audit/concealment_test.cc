#include "accounts/audit/concealment.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace garde::accounts {
namespace {

class Concealing : public ::testing::Test {
 protected:
  std::string shown(std::string_view text, std::string_view password, std::string_view site = "") {
    Concealment concealment;
    const SecretString own = pool_.keep(password);
    concealment.add(own);
    for (const SecretString other : others_) concealment.add(other);
    concealment.seal();
    return concealment.shown(text, own, site);
  }
  SecretPool pool_;
  std::vector<SecretString> others_;
};

TEST_F(Concealing, HidesAPasswordWhateverItsCaseAndItsAccents) {
  EXPECT_EQ(shown("code: xK7#pQ2vLm9!", "xK7#pQ2vLm9!"), "code: …");
  EXPECT_EQ(shown("mdp: motdepasse-secret-46 (jean)", "MotDePasse-Secret-46"), "mdp: … (jean)");
  EXPECT_EQ(shown("zq8!tulipee27", "Zq8!TulipeÉ27"), "…");
  EXPECT_EQ(shown("Пароль-2024", "парОль-2024"), "…");
  EXPECT_EQ(shown("ｍｏｔｄｅｐａｓｓｅ", "motdepasse"), "…");
  EXPECT_EQ(shown("Site D", "MotDePasse-Secret-45"), "Site D");
}

TEST_F(Concealing, HidesAnyPieceOfSixCharactersOfAnyPassword) {
  const std::string password = "Zq8!Tu/lipe2025";
  for (std::size_t at = 0; at + kLeastPiece <= password.size(); ++at)
    EXPECT_EQ(shown("<" + password.substr(at, kLeastPiece) + ">", password), "<…>");
  EXPECT_EQ(shown("tulip", "tulipe-bleue"), "tulip") << "five are a word";
  others_ = {pool_.keep("Zq8!Tu/lipe2025")};
  EXPECT_EQ(shown("admin:Zq8!Tu lipe2025@nas", "jonquille"), "admin:… …@nas");
}

TEST_F(Concealing, HidesAShortPasswordInItsOwnTextsAlone) {
  EXPECT_EQ(shown("code 4812", "4812"), "code …");
  EXPECT_EQ(shown("481", "481"), "…");
  EXPECT_EQ(shown("rue 481", "481"), "rue 481");
  others_ = {pool_.keep("rue")};
  EXPECT_EQ(shown("rue", "4812"), "rue");
  EXPECT_EQ(shown("", ""), "");
}

TEST_F(Concealing, HidesWhatIsWrittenInAnotherForm) {
  const std::string password = "MotDePasse-Été-45";
  for (const std::string_view written :
       {"MotDePasse%2D%C3%89t%C3%A9%2D45", "MotDePasse%2D%C9t%E9%2D45", "MotDePasse%252D%25C3%2589t%25C3%25A9%252D45",
        "MotDePasse-=C3=89t=C3=A9-45", "MotDePasse&#45;&#201;t&#xE9;&#45;45", "MotDePasse-\\u00c9t\\u00e9-45",
        "TW90RGVQYXNzZS3DiXTDqS00NQ==", "TW90RGVQYXNzZS3DiXTDqS00NQ", "amVhbjpNb3REZVBhc3NlLcOJdMOpLTQ1",
        "4d6f744465506173 7365", "4D6F7444655061737365", "TW90RGVQYXNzZS3DiXTDqS00NQ%3D%3D"}) {
    const std::string text = shown("a <" + std::string(written) + "> z", password);
    EXPECT_NE(text.find("…"), std::string::npos) << text;
    EXPECT_EQ(text.find("MotDe"), std::string::npos) << text;
    EXPECT_EQ(text.find("TW90RG"), std::string::npos) << text;
    EXPECT_EQ(text.find("Nb3REZ"), std::string::npos) << text;
    EXPECT_EQ(text.find("6f7444"), std::string::npos) << text;
    EXPECT_TRUE(text.starts_with("a <") && text.ends_with("> z")) << text;
  }
}

// Else the report would not say which account it is about, and its silence would tell that the password holds the name.
TEST_F(Concealing, LeavesTheNameOfAPublicSite) {
  EXPECT_EQ(shown("https://pro.doctolib.fr", "Doctolib2025!", "doctolib"), "https://pro.doctolib.fr");
  EXPECT_EQ(shown("doctolib2025", "Doctolib2025!", "doctolib"), "…");
  EXPECT_EQ(shown("doctolib.fr", "doctolib", "doctolib"), "….fr") << "all of it is the password";
  EXPECT_EQ(shown("lapin2019.fr", "Lapin2019!", "lapin2019"), "….fr") << "no word";
}

TEST_F(Concealing, KeepsTextsThatAreNoText) {
  EXPECT_EQ(shown("%FF%FE%", "jonquille"), "%FF%FE%");
  EXPECT_EQ(shown("&#; &#x; \\u12 =4 %", "jonquille"), "&#; &#x; \\u12 =4 %");
}

}  // namespace
}  // namespace garde::accounts
