#include "http/multipart.h"

#include <gtest/gtest.h>

namespace garde::http {
namespace {

using namespace std::string_literals;

std::string field(std::string_view name, std::string_view value) {
  return "--b\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" + std::string(value) +
         "\r\n";
}

std::string file(std::string_view name, std::string_view file_name, std::string_view content) {
  return "--b\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"; filename=\"" +
         std::string(file_name) + "\"\r\nContent-Type: text/csv\r\n\r\n" + std::string(content) + "\r\n";
}

TEST(MultipartForms, GiveFieldsAndFilesInOrder) {
  const std::string content = "a;b\r\n\0\xFF--b\r\n-- "s;
  const std::string body =
      field("nom", "été\r\n--") + file("export", "comptes 2026 «a».csv", content) + field("vide", "") + "--b--\r\n";
  const auto form = parse_multipart(body, "b");
  ASSERT_TRUE(form) << describe(form.error());
  EXPECT_EQ(form->fields, (Fields{{"nom", "été\r\n--"}, {"vide", ""}}));
  EXPECT_EQ(form->files, (std::vector<FilePart>{{"export", "comptes 2026 «a».csv", "text/csv", content}}));
}

TEST(MultipartForms, LeaveOutAFileInputLeftEmpty) {
  const auto form = parse_multipart(file("export", "", "") + "--b--", "b");
  ASSERT_TRUE(form);
  EXPECT_TRUE(form->files.empty());
  EXPECT_EQ(parse_multipart(file("export", "", "x") + "--b--", "b")->files.size(), 1U);
  EXPECT_EQ(parse_multipart(file("export", "vide.csv", "") + "--b--", "b")->files.size(), 1U);
}

TEST(MultipartForms, DecodeTheQuotesOfANameAsBrowsersWriteThem) {
  const auto form = parse_multipart(file("f", "le %22bon%22%2Fa.csv", "") + "--b--", "b");
  EXPECT_EQ(form->files.at(0).file_name, "le \"bon\"%2Fa.csv");
}

TEST(MultipartForms, MayBeEmpty) { EXPECT_EQ(parse_multipart("--b--\r\n", "b")->fields, Fields()); }

TEST(MultipartForms, RefuseEveryOtherShape) {
  const std::string head = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n";
  const std::string end = "\r\n--b--\r\n";
  const std::vector<std::string> damaged = {
      "",
      "--b",
      "--b\r\n",
      "--c--\r\n",
      "\r\n--b--\r\n",                             // preamble
      "preamble\r\n" + field("a", "1") + "--b--",  //
      field("a", "1") + "--b--\r\nepilogue",       //
      field("a", "1") + "--b-",                    //
      field("a", "1") + "--b  \r\n",               // padding after a boundary
      field("a", "1") + "--bb--",                  // a longer boundary
      field("a", "1"),                             // never ended
      head + "\r\nvalue",                          //
      head + "value" + end,                        // no empty line
      "--b\r\n\r\nvalue" + end,                    // no headers
      "--b\nContent-Disposition: form-data; name=\"a\"\n\nvalue\n--b--",
      head + head.substr(5) + "\r\nvalue" + end,  // the header twice
      head + "Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\nvalue" + end,
      head + "Content-Transfer-Encoding: base64\r\n\r\nvalue" + end,
      head + " folded\r\n\r\nvalue" + end,
      "--b\r\nContent-Type: text/plain\r\n\r\nvalue" + end,  // no name
      "--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nvalue" + end,
      "--b\r\nContent-Disposition: form-data\r\n\r\nvalue" + end,
      "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nvalue" + end,
      "--b\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nvalue" + end,
      "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nvalue" + end,
      "--b\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nvalue" + end,
      "--b\r\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8''x\r\n\r\nvalue" + end,
      "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\\\"y\"\r\n\r\nvalue" + end,
      "--b\r\nContent-Disposition: form-data; name=\"\xE9\"\r\n\r\nvalue" + end,
      "--b\r\nContent-Disposition: form-data; name=\"a\tb\"\r\n\r\nvalue" + end,
      head + "\r\n\xE9" + end,  // Latin-1
      head + "\r\n\0"s + end,
  };
  for (const std::string& body : damaged) EXPECT_FALSE(parse_multipart(body, "b")) << body;
}

TEST(MultipartForms, AreRefusedAtEveryLengthButTheWhole) {
  const std::string whole = field("nom", "x") + file("export", "a.csv", "1;2\r\n") + "--b--";
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(parse_multipart(std::string_view(whole).substr(0, size), "b")) << size;
  EXPECT_TRUE(parse_multipart(whole, "b"));
}

TEST(MultipartForms, AreBounded) {
  std::string parts;
  for (std::size_t i = 0; i < kMaxParts; ++i) parts += field("a", "");
  EXPECT_TRUE(parse_multipart(parts + "--b--", "b"));
  EXPECT_FALSE(parse_multipart(parts + field("a", "") + "--b--", "b"));

  const auto with_head_of = [](std::size_t size) {
    const std::string least = file("a", "", "x");
    const std::size_t head = least.find("\r\n\r\n") + 4 - 5;  // without "--b\r\n"
    return file("a", std::string(size - head, 'n'), "x") + "--b--";
  };
  EXPECT_TRUE(parse_multipart(with_head_of(kMaxPartHead.value), "b"));
  EXPECT_FALSE(parse_multipart(with_head_of(kMaxPartHead.value + 1), "b"));
}

TEST(MultipartBoundaries, AreReadFromTheContentType) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=----WebKitFormBoundary7MA4"),
            "----WebKitFormBoundary7MA4");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data;boundary=\"a:b\""), "a:b");
  EXPECT_TRUE(multipart_boundary("multipart/form-data; boundary=" + std::string(kMaxBoundaryLength, 'b')));
  for (const std::string& text :
       {"multipart/form-data"s, "multipart/form-data;"s, "multipart/form-data; boundary="s,
        "multipart/form-data; boundary=\"\""s, "multipart/form-data; boundary=a b"s,
        "multipart/form-data; boundary=a;b"s, "multipart/form-data; boundary=\"a"s, "multipart/form-data; boundary=é"s,
        "multipart/mixed; boundary=a"s, "multipart/form-data; boundary=a\0"s, "multipart/form-database; boundary=a"s,
        "multipart/form-data; boundary=" + std::string(kMaxBoundaryLength + 1, 'b')}) {
    EXPECT_FALSE(multipart_boundary(text)) << text;
  }
}

}  // namespace
}  // namespace garde::http
