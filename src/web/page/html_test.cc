#include "web/page/html.h"

#include <memory>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "web/page/testdata/sample_page.h"
#include "web/page/testdata/sample_templates.h"

namespace garde::web {
namespace {

constexpr std::string_view kHostile = R"("><script>alert('x')</script>&amp;</textarea><!--)";
constexpr std::string_view kHostileEscaped =
    "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;&lt;/textarea&gt;&lt;!--";

constexpr std::string_view kSentences = R"(
[sample]
minutes = "<{minutes}> {owner}"
warning = "! {why}"
)";

const text::Catalogue& catalogue() {
  static const text::Catalogue catalogue = [] {
    content::Problems problems;
    return text::Catalogue::read(content::Files({{"text/fr/sample.toml", std::string(kSentences)}}), "fr", problems);
  }();
  return catalogue;
}

Message warning(std::string_view why) { return {"sample.warning", {{"why", std::string(why)}}}; }

std::string rendered(const SamplePage& page) {
  Html html(catalogue());
  render_sample(html, page);
  return std::move(html).take();
}

SamplePage sample_page() { return {{"T"}, "Dr Lemaître", 5, Url::of("https://example.org/?a=1&b=2"), "a b", {}, {}}; }

TEST(Templates, RenderAPageInItsLayoutWithoutLinesForTags) {
  SamplePage page = sample_page();
  page.warning = {warning("soon")};
  page.steps = {{Id<SampleStepTag>::of("call"), "Call", true, std::nullopt},
                {Id<SampleStepTag>::of("test"), "Test", false, "by Anne"}};
  EXPECT_EQ(rendered(page), R"(<!doctype html>
<title>T</title>
<main>
<h1 title="Dr Lemaître" data-name='Dr Lemaître'>Dr Lemaître</h1>
<p>&lt;5&gt; Dr Lemaître</p>
<p role="alert">! soon</p>
<a href="https://example.org/?a=1&amp;b=2">site</a>
<a href="/find/a%20b?q=a%20b">find</a>
<textarea>
Dr Lemaître</textarea>
<ul>
<li id="call" class="done">Call.</li>
<li id="test">Test (by Anne)</li>
</ul>
</main>
)");
}

TEST(Templates, TakeTheElseOfAnEmptyListAndSkipAnEmptyOptional) {
  const std::string html = rendered(sample_page());
  EXPECT_NE(html.find("<p>-</p>\n"), std::string::npos);
  EXPECT_EQ(html.find("alert"), std::string::npos);
}

TEST(Templates, EscapeHostileTextWhereverAValueCanStand) {
  SamplePage page = sample_page();
  page.frame.title = page.owner = page.search = kHostile;
  page.warning = {warning(kHostile)};
  page.steps = {{Id<SampleStepTag>::of("x"), std::string(kHostile), false, std::string(kHostile)}};
  const std::string html = rendered(page);

  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("alert('"), std::string::npos);
  for (const std::string_view place :
       {"<title>{}</title>", "title=\"{}\" ", "data-name='{}'", ">{}</h1>", "&lt;5&gt; {}</p>",
        "<p role=\"alert\">! {}</p>", "<textarea>\n{}</textarea>", "<li id=\"x\">{0} ({0})</li>"}) {
    const std::string expected = fmt::format(fmt::runtime(place), kHostileEscaped);
    EXPECT_NE(html.find(expected), std::string::npos) << expected << "\nnot in\n" << html;
  }
}

TEST(Templates, EncodeAValueInsideAnAddressSoThatItStaysOnePart) {
  SamplePage page = sample_page();
  page.search = "/evil.example/?a=b&c#é\"";
  EXPECT_NE(rendered(page).find(R"(<a href="/find/%2Fevil.example%2F%3Fa%3Db%26c%23%C3%A9%22?q=%2Fevil)"),
            std::string::npos);
}

TEST(Templates, KeepTheFirstNewlineOfATextArea) {
  SamplePage page = sample_page();
  page.owner = "\nfirst line is empty";
  EXPECT_NE(rendered(page).find("<textarea>\n\nfirst line is empty</textarea>"), std::string::npos);
}

TEST(IsPresent, IsAboutBeingThereNotAboutTheValueInside) {
  EXPECT_TRUE(is_present(std::optional<bool>(false)));
  EXPECT_FALSE(is_present(std::optional<std::string>()));
  EXPECT_TRUE(is_present(std::optional<std::string>("")));
  EXPECT_FALSE(is_present(std::string()));
  EXPECT_FALSE(is_present(std::vector<int>()));
  EXPECT_TRUE(is_present(std::make_unique<int>(0)));
  EXPECT_FALSE(is_present(false));
}

TEST(Shown, WritesNumbersWithoutALocale) {
  EXPECT_EQ(Shown(1234567).text(), "1234567");
  EXPECT_EQ(Shown(-5).text(), "-5");
  EXPECT_EQ(Shown(std::numeric_limits<std::uint64_t>::max()).text(), "18446744073709551615");
  EXPECT_EQ(Shown(std::optional<int>(0)).text(), "0");
  EXPECT_EQ(Shown(std::optional<int>()).text(), "");
}

static_assert(!std::is_constructible_v<Shown, bool> && !std::is_constructible_v<Shown, double> &&
              !std::is_constructible_v<Shown, char> && !std::is_constructible_v<Shown, Url>);
static_assert(!std::is_convertible_v<std::string, Url> && !std::is_constructible_v<Markup, std::string>);

}  // namespace
}  // namespace garde::web
