#include "http/secret_body.h"

#include <algorithm>
#include <string_view>

#include <gtest/gtest.h>

namespace garde::http {
namespace {

using namespace std::string_view_literals;

TEST(SecretBody, NeverMovesWhileItGrows) {
  std::string body;
  keep_in_place(body, 100'000);
  const char* const place = body.data();
  for (int i = 0; i < 1000; ++i) body.append(100, 'x');
  EXPECT_EQ(body.data(), place);
}

TEST(SecretBody, IsZeroOnceWiped) {
  std::string body;
  keep_in_place(body, 64);
  body = "hunter2hunter2hunter2hunter2";
  const char* const place = body.data();
  const std::size_t size = body.size();
  body.resize(3);  // what was cut off is wiped too
  wipe(body);
  EXPECT_TRUE(body.empty());
  EXPECT_EQ(body.capacity(), 64U);
  EXPECT_TRUE(std::all_of(place, place + size, [](char c) { return c == '\0'; }));
}

TEST(SecretBody, TakesTheFieldsOfItsFormWithIt) {
  const std::string body =
      "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2\r\n"
      "--b\r\nContent-Disposition: form-data; name=\"export\"; filename=\"a.csv\"\r\n\r\na,b\r\n--b--\r\n";
  Form form = parse_multipart(body, "b").take();
  const std::string_view content = form.files.at(0).content;
  EXPECT_GE(content.data(), body.data());  // no copy: wiping the body wipes the file
  EXPECT_LT(content.data(), body.data() + body.size());
  const std::string_view password = *form.fields.get("password");
  EXPECT_EQ(password, "hunter2");
  wipe(form);
  EXPECT_EQ(password, "\0\0\0\0\0\0\0"sv);
  EXPECT_TRUE(form.files.empty());
}

}  // namespace
}  // namespace garde::http
