#include "web/page/answers.h"

#include <gtest/gtest.h>

namespace garde::web {
namespace {

// The delivered sentences, so that none is missing for a kind of error.
const text::Catalogue& catalogue() {
  static const text::Catalogue catalogue = [] {
    content::Problems problems;
    return text::Catalogue::read(content::Files::from_program(), "fr", problems);
  }();
  return catalogue;
}

http::Response answer_to(ErrorKind kind) {
  return error_response(catalogue(), {kind, "disque-du-soir", std::nullopt, "internal words"});
}

TEST(ErrorPages, HaveTheStatusAndTheSentenceOfTheirKind) {
  const http::Response missing = answer_to(ErrorKind::not_found);
  EXPECT_EQ(missing.status, http::Status::not_found);
  EXPECT_NE(missing.body.find("«\u202Fdisque-du-soir\u202F» est introuvable"), std::string::npos) << missing.body;
  EXPECT_EQ(answer_to(ErrorKind::invalid_input).status, http::Status::unprocessable_content);
  EXPECT_EQ(answer_to(ErrorKind::unsupported).status, http::Status::unprocessable_content);
  EXPECT_EQ(answer_to(ErrorKind::conflict).status, http::Status::conflict);
  EXPECT_EQ(answer_to(ErrorKind::busy).status, http::Status::service_unavailable);
  for (const ErrorKind ours : {ErrorKind::unreadable, ErrorKind::damaged, ErrorKind::wrong_secret, ErrorKind::no_space,
                               ErrorKind::unreachable, ErrorKind::cancelled})
    EXPECT_EQ(answer_to(ours).status, http::Status::internal_server_error) << name(ours);
}

TEST(ErrorPages, NeverShowTheWordsForTheLog) {
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::cancelled); ++kind)
    EXPECT_EQ(answer_to(static_cast<ErrorKind>(kind)).body.find("internal words"), std::string::npos) << kind;
}

TEST(ErrorPages, OfAnAddressThatLeadsNowhereAreTheOneOfAnyUnknownAddress) {
  const http::Response unknown = status_response(catalogue(), http::Status::not_found);
  const http::Response no_such = error_response(catalogue(), no_such_page());
  EXPECT_EQ(no_such.status, unknown.status);
  EXPECT_EQ(no_such.body, unknown.body);
}

TEST(AnIdInAnAddress, IsReadOrIsAPageThatDoesNotExist) {
  using AnId = Id<struct AnIdTag>;
  http::Request request;
  request.parameters = {{"contact", "durand-1"}, {"other", "pas un id !"}};
  EXPECT_EQ(id_in<AnId>(request, "contact").value().text(), "durand-1");
  EXPECT_EQ(id_in<AnId>(request, "other").error(), no_such_page());
}

}  // namespace
}  // namespace garde::web
