// Templates from their source to C++: what is written, and every way to be refused.
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/testing/source_directory.h"
#include "tools/files.h"
#include "tools/place_in_html.h"
#include "tools/template_source.h"
#include "tools/template_syntax.h"

namespace garde::tools {
namespace {

constexpr std::string_view kPage = "{{page web/plan_pages.h PlanPage}}\n";

Result<std::string> compiled(const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<Template> templates;
  for (const auto& [path, source] : files) {
    Template page = TRY(parse_template(path, source));
    TRY(place_in_html(page));
    templates.push_back(std::move(page));
  }
  const TemplateSources sources = TRY(template_sources(templates, "/root", "web/templates.h"));
  return sources.sources.at("plan");
}

// What a page whose body this is compiles to: the statements only, without #line.
std::string statements(std::string_view body) {
  const auto source = compiled({{"plan/plan.html", std::string(kPage).append(body)}});
  if (!source) return describe(source.error());
  std::string text;
  const std::size_t start = source->find("& page) {\n") + std::string_view("& page) {\n").size();
  std::string_view rest = std::string_view(*source).substr(start, source->find("\n}  // namespace") - start - 2);
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n') + 1);
    if (!line.starts_with('#')) text += line;
    rest.remove_prefix(line.size());
  }
  return text;
}

// Why a page whose body this is is refused: "line: reason".
std::string refusal(std::string_view body) {
  const auto source = compiled({{"plan/plan.html", std::string(kPage).append(body)}});
  if (source) return "accepted: " + *source;
  return source.error().subject.substr(std::string_view("plan/plan.html:").size()) + ": " + source.error().detail;
}

TEST(CompileTemplates, WriteOneFunctionWithTheLineOfEachTag) {
  const auto source = compiled({{"plan/plan.html",
                                 "{{page web/plan_pages.h PlanPage}}\n"
                                 "<h1>{{page.title}}</h1>\n"
                                 "\n"
                                 "{{each page.actions as action}}\n"
                                 "  <p>{{text \"plan.minutes\" minutes=action.minutes name=page.name}}</p>\n"
                                 "  {{include \"plan/note.html\" action.note}}\n"
                                 "{{end}}\n"},
                                {"plan/note.html", "{{page web/note.h Note}}\n<i>{{page.text}}</i>\n"}});
  ASSERT_TRUE(source) << describe(source.error());
  EXPECT_EQ(*source, R"(// Written by compile_templates.
#include "web/templates.h"

#include "web/note.h"
#include "web/plan_pages.h"

#pragma GCC diagnostic ignored "-Woverlength-strings"

namespace garde::web {

void render_plan(Html& out, [[maybe_unused]] const PlanPage& page) {
out.literal(Markup("<h1>"));
#line 2 "/root/plan/plan.html"
out.text(page.title);
out.literal(Markup("</h1>\n\n"));
#line 4 "/root/plan/plan.html"
for ([[maybe_unused]] const auto& action : page.actions) {
out.literal(Markup("  <p>"));
#line 5 "/root/plan/plan.html"
out.sentence("plan.minutes", {{"minutes", action.minutes}, {"name", page.name}});
out.literal(Markup("</p>\n"));
#line 6 "/root/plan/plan.html"
render_plan_note(out, action.note);
}
}

void render_plan_note(Html& out, [[maybe_unused]] const Note& page) {
out.literal(Markup("<i>"));
#line 2 "/root/plan/note.html"
out.text(page.text);
out.literal(Markup("</i>\n"));
}

}  // namespace garde::web
)");
}

TEST(CompileTemplates, NameFunctionsAfterFolderAndFile) {
  EXPECT_EQ(function_name("plan/plan.html"), "render_plan");
  EXPECT_EQ(function_name("plan/action.html"), "render_plan_action");
}

TEST(CompileTemplates, DropALineThatHoldsOnlySilentTags) {
  EXPECT_EQ(statements("a\n  {{! remark\n over two lines }}  \nb\n"), "out.literal(Markup(\"a\\nb\\n\"));\n");
  EXPECT_EQ(statements("{{if page.a}}{{! why }}\nx\n {{end}}\n"),
            "if (is_present(page.a)) {\nout.literal(Markup(\"x\\n\"));\n}\n");
}

TEST(CompileTemplates, KeepTheBlanksOfALineThatPrints) {
  EXPECT_EQ(statements(" {{page.a}} \n"),
            "out.literal(Markup(\" \"));\nout.text(page.a);\nout.literal(Markup(\" \\n\"));\n");
  EXPECT_EQ(statements(" {{if page.a}} x {{end}}\n"),
            "out.literal(Markup(\" \"));\nif (is_present(page.a)) {\nout.literal(Markup(\" x \"));\n}\n"
            "out.literal(Markup(\"\\n\"));\n");
}

TEST(CompileTemplates, WriteConditionsWithTheirElseTheirNegationAndTheirName) {
  EXPECT_EQ(statements("{{if page.a}}1{{else}}2{{end}}"),
            "if (is_present(page.a)) {\nout.literal(Markup(\"1\"));\n} else {\nout.literal(Markup(\"2\"));\n}\n");
  EXPECT_EQ(statements("{{if not page.a}}1{{end}}"), "if (!is_present(page.a)) {\nout.literal(Markup(\"1\"));\n}\n");
  EXPECT_EQ(statements("{{if page.a as b}}{{b.c}}{{end}}"),
            "if (is_present(page.a)) {\n[[maybe_unused]] const auto& b = present_value(page.a);\nout.text(b.c);\n}\n");
}

TEST(CompileTemplates, EscapeMarkupForTheCppLiteralOnly) {
  EXPECT_EQ(statements("<p class=\"a\">\\n ? é &amp;\t</p>"),
            "out.literal(Markup(\"<p class=\\\"a\\\">\\\\n ? é &amp;\\t</p>\"));\n");
}

TEST(CompileTemplates, ChooseTheWritingByThePlace) {
  const auto written = [](std::string_view body) {
    const std::string text = statements(body);
    std::string calls;
    for (std::size_t at = text.find("out."); at != std::string::npos; at = text.find("out.", at + 1))
      if (const std::string call = text.substr(at + 4, text.find('(', at) - at - 4); call != "literal")
        calls += (calls.empty() ? "" : " ") + call;
    return calls.empty() ? text : calls;
  };
  EXPECT_EQ(written("<p title=\"{{page.a}}\" lang='{{page.b}}'>{{page.c}}</p>"), "text text text");
  EXPECT_EQ(written("<textarea>{{page.a}}</textarea><title>{{page.a}}</title>"), "text text");
  EXPECT_EQ(written("<input VALUE = \"{{page.a}}\"/>"), "text");
  EXPECT_EQ(written("<a href=\"{{page.a}}\">"), "url");
  EXPECT_EQ(written("<A HREF='{{page.a}}'>"), "url");
  EXPECT_EQ(written("<form action=\"{{page.a}}\"><img src=\"{{page.b}}\"><button formaction=\"{{page.c}}\">"),
            "url url url");
  EXPECT_EQ(written("<a href=\"{{page.a}}?b={{page.b}}\">"), "url url_part");
  EXPECT_EQ(written("<a href=\"/plan/{{page.a}}?b={{page.b}}#{{page.c}}\">"), "url_part url_part url_part");
  EXPECT_EQ(written("<a href=\"/{{page.a}}\"><a href=\"?a={{page.a}}\"><a href=\"#{{page.a}}\">"),
            "url_part url_part url_part");
  EXPECT_EQ(written("<a href=\"https://example.org/{{page.a}}\">"), "url_part");
  EXPECT_EQ(written("<a href=\"{{if page.a}}/x{{else}}{{page.u}}{{end}}?q={{page.b}}\">"), "url url_part");
  EXPECT_EQ(written("<a href=\"/x\" title=\"{{page.a}}\">{{page.b}}</a>"), "text text");
}

TEST(CompileTemplates, AllowConditionsAndLoopsBetweenAttributesAndInValues) {
  for (const std::string_view body :
       {"<input{{if page.a}} checked{{end}}>", "<input {{if page.a}}checked{{end}} name=\"x\">",
        "<p class=\"a{{if page.b}} b{{end}}\">", "<p{{each page.a as a}} title=\"{{a}}\"{{end}} id=\"x\">",
        "<p {{each page.a as a}}title=\"{{a}}\" {{end}}id=\"x\">", "{{each page.a as a}}<p>{{a}}</p>{{end}}",
        "<p title=\"{{each page.a as a}}{{a}} {{end}}\">", "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>",
        "<script src=\"/app.js\"></script><style>p > a { color: red }</style>",
        "<textarea>{{if page.a}}{{page.b}}{{end}}</textarea>"})
    EXPECT_EQ(statements(body).find("invalid_input"), std::string::npos) << statements(body);
}

TEST(CompileTemplates, AddTheNewlineThatABrowserEatsBeforeAValue) {
  EXPECT_EQ(statements("<pre>{{page.a}}</pre>"),
            "out.literal(Markup(\"<pre>\\n\"));\nout.text(page.a);\nout.literal(Markup(\"</pre>\"));\n");
  EXPECT_EQ(statements("<pre>x{{page.a}}"), "out.literal(Markup(\"<pre>x\"));\nout.text(page.a);\n");
  EXPECT_EQ(statements("<textarea>{{if page.a}}{{page.b}}{{end}}</textarea>").find("<textarea>\\n"),
            std::string_view("out.literal(Markup(\"").size());
}

TEST(CompileTemplates, RefuseAValueWhereNoEscapingIsSafe) {
  EXPECT_EQ(refusal("<p>\n<a title={{page.a}}>"),
            "3: a value cannot stand in the value of title without quotation marks");
  EXPECT_EQ(refusal("<a title=x{{page.a}}>"), "2: the value of title needs quotation marks");
  EXPECT_EQ(refusal("<script>var a = '{{page.a}}';</script>"), "2: a value cannot stand inside <script>");
  EXPECT_EQ(refusal("<SCRIPT>\n{{page.a}}"), "3: a value cannot stand inside <script>");
  EXPECT_EQ(refusal("<style>{{page.a}}</style>"), "2: a value cannot stand inside <style>");
  EXPECT_EQ(refusal("<iframe>{{page.a}}</iframe>"), "2: a value cannot stand inside <iframe>");
  EXPECT_EQ(refusal("<{{page.a}}>"),
            "2: '<' is followed by the literal name of an element; write &lt; for the character");
  EXPECT_EQ(refusal("</{{page.a}}>"),
            "2: '<' is followed by the literal name of an element; write &lt; for the character");
  EXPECT_EQ(refusal("<h{{page.a}}>"), "2: a value cannot stand in the name of an element");
  EXPECT_EQ(refusal("</h{{page.a}}>"), "2: a value cannot stand in a closing tag");
  EXPECT_EQ(refusal("<p {{page.a}}>"), "2: a value cannot stand between the attributes of <p>");
  EXPECT_EQ(refusal("<p data-{{page.a}}=\"\">"), "2: a value cannot stand in the name of an attribute");
  EXPECT_EQ(refusal("<!doctype {{page.a}}>"), "2: a value cannot stand in <!doctype>");
  EXPECT_EQ(refusal("<!-- {{page.a}} -->"), "2: a comment of HTML is sent to the reader: write {{! … }}");
}

TEST(CompileTemplates, RefuseAValueInAnAttributeThatIsALanguageOfItsOwn) {
  const std::string why = " is a language of its own: no value can be escaped for it";
  EXPECT_EQ(refusal("<p onclick=\"f('{{page.a}}')\">"), "2: the attribute onclick" + why);
  EXPECT_EQ(refusal("<p OnMouseOver=\"{{page.a}}\">"), "2: the attribute onmouseover" + why);
  EXPECT_EQ(refusal("<p style=\"width: {{page.a}}\">"), "2: the attribute style" + why);
  EXPECT_EQ(refusal("<iframe srcdoc=\"{{page.a}}\">"), "2: the attribute srcdoc" + why);
  EXPECT_EQ(refusal("<img srcset=\"{{page.a}} 2x\">"), "2: the attribute srcset" + why);
  EXPECT_EQ(refusal("<meta content=\"0; url={{page.a}}\" http-equiv=\"refresh\">"), "2: the attribute content" + why);
  EXPECT_EQ(refusal("<animate to=\"{{page.a}}\">"), "2: the attribute to" + why);
  EXPECT_EQ(refusal("<p onclick=\"{{text \"plan.a\"}}\">"), "2: the attribute onclick" + why);
}

TEST(CompileTemplates, RefuseAValueThatCouldChangeWhereAnAddressLeads) {
  EXPECT_EQ(refusal("<a href=\"java{{page.a}}\">"),
            "2: what follows 'java' could change where href leads: give the whole address as a Url");
  EXPECT_EQ(refusal("<a href=\"//{{page.a}}\">"),
            "2: what follows '//' could change where href leads: give the whole address as a Url");
  EXPECT_EQ(refusal("<a href=\"/\\{{page.a}}\">"),
            "2: what follows '/\\' could change where href leads: give the whole address as a Url");
  EXPECT_EQ(refusal("<a href=\"https://{{page.a}}\">"),
            "2: what follows 'https://' could change where href leads: give the whole address as a Url");
  EXPECT_EQ(refusal("<a href=\"https://x.{{page.a}}/\">"),
            "2: what follows 'https://x.' could change where href leads: give the whole address as a Url");
  EXPECT_EQ(refusal("<a href=\"javascript:f('{{page.a}}')\">"),
            "2: what follows 'javascript:f('' could change where href leads: give the whole address as a Url");
  EXPECT_EQ(refusal("<a href=\"mailto:{{page.a}}\">"),
            "2: what follows 'mailto:' could change where href leads: give the whole address as a Url");
  EXPECT_EQ(refusal("<a href=\"{{text \"plan.a\"}}\">"), "2: a sentence is not an address: href");
  EXPECT_EQ(refusal("<a href=\"{{if page.a}}/{{else}}java{{end}}{{page.b}}\">"),
            "2: the two ways begin the address in href differently");
  EXPECT_EQ(refusal("<a href=\"{{each page.a as a}}{{a}}{{end}}\">"),
            "2: the two ways begin the address in href differently");
}

TEST(CompileTemplates, RefuseWaysThatEndInDifferentPlaces) {
  EXPECT_EQ(refusal("{{if page.a}}<p title=\"{{end}}x\">"),
            "2: one way ends in the attribute title and the other in text");
  EXPECT_EQ(refusal("{{if page.a}}<p {{else}}<b {{end}}>"),
            "2: one way ends between the attributes of <p> and the other between the attributes of <b>");
  EXPECT_EQ(refusal("<p {{each page.a as a}}title=\"{{a}}\"{{end}}>"), "2: a space is needed before an attribute");
  EXPECT_EQ(refusal("<input{{if page.a}} checked{{end}}disabled>"), "2: a space is needed before an attribute");
  EXPECT_EQ(refusal("<p {{if page.a}}title{{end}}=\"x\">"), "2: a space is needed before an attribute");
  EXPECT_EQ(refusal("<p title={{if page.a}}\"x\"{{end}}>"),
            "2: a tag cannot stand in the value of title without quotation marks");
  EXPECT_EQ(refusal("<script>{{if page.a}}x{{end}}</script>"), "2: a tag cannot stand inside <script>");
}

TEST(CompileTemplates, RefuseMarkupThatABrowserWouldHaveToRepair) {
  EXPECT_EQ(refusal("a < b"), "2: '<' is followed by the literal name of an element; write &lt; for the character");
  EXPECT_EQ(refusal("<p a=\"b\"c=\"d\">"), "2: a space is needed before an attribute");
  EXPECT_EQ(refusal("<p a=b>"), "2: the value of a needs quotation marks");
  EXPECT_EQ(refusal("<p\n\"a\">"), "3: '\"' has no place in the name of an attribute");
  EXPECT_EQ(refusal("<p <b>"), "2: '<' has no place in the name of an attribute");
  EXPECT_EQ(refusal("<p>\n<b title=\"x>\n"), "1: the template ends in the attribute title");
  EXPECT_EQ(refusal("<script>x"), "1: the template ends inside <script>");
  EXPECT_EQ(refusal("<script><!-- <script> </script>"), "2: '<!--' changes what <script> holds");
}

TEST(CompileTemplates, RefuseAPartialOrAContentInsideATag) {
  EXPECT_EQ(refusal("<p title=\"{{include \"plan/a.html\" page.a}}\">"),
            "2: an {{include}} stands between elements, not in the attribute title");
  EXPECT_EQ(refusal("<textarea>{{content}}</textarea>"),
            "2: {{content}} stands between elements, not inside <textarea>");
}

TEST(CompileTemplates, RefuseTagsThatAreNotOfTheLanguage) {
  EXPECT_EQ(refusal("{{page.a"), "2: {{ without }}");
  EXPECT_EQ(refusal("{{page.a {{page.b}}"), "2: {{ inside a tag");
  EXPECT_EQ(refusal("{{}}"), "2: an empty tag");
  EXPECT_EQ(refusal("{{{page.a}}}"), "2: '{' has no place in a tag");
  EXPECT_EQ(refusal("{{&page.a}}"), "2: '&' has no place in a tag");
  EXPECT_EQ(refusal("{{page.a()}}"), "2: '(' has no place in a tag");
  EXPECT_EQ(refusal("{{page.a + page.b}}"), "2: '+' has no place in a tag");
  EXPECT_EQ(refusal("{{\"page.a\"}}"), "2: a tag starts with a word or a member");
  EXPECT_EQ(refusal("{{page.}}"), "2: 'page.' is not a member: expected a path such as page.title");
  EXPECT_EQ(refusal("{{page..a}}"), "2: 'page..a' is not a member: expected a path such as page.title");
  EXPECT_EQ(refusal("{{page.A}}"), "2: 'page.A' is not a member: expected a path such as page.title");
  EXPECT_EQ(refusal("{{acton.name}}"), "2: nothing is named 'acton' here; there is page");
  EXPECT_EQ(refusal("{{raw page.a}}"),
            "2: 'raw' opens no tag that takes something: page, layout, text, each, if, include are the ones");
  EXPECT_EQ(refusal("{{page web/a.h A}}"), "2: {{page}} stands once, at the top of the template");
  EXPECT_EQ(refusal("<p>{{layout \"plan/a.html\" page.a}}"), "2: {{layout}} stands once, at the top of the template");
}

TEST(CompileTemplates, RefuseBlocksThatAreNotClosedOrNamed) {
  EXPECT_EQ(refusal("\n{{if page.a}}"), "3: {{if}} is not closed by an {{end}}");
  EXPECT_EQ(refusal("{{each page.a as a}}"), "2: {{each}} is not closed by an {{end}}");
  EXPECT_EQ(refusal("{{end}}"), "2: nothing is open here that {{else}} or {{end}} could belong to");
  EXPECT_EQ(refusal("{{each page.a as a}}{{else}}{{end}}"), "2: {{each}} has no {{else}}");
  EXPECT_EQ(refusal("{{if page.a}}{{else}}{{else}}{{end}}"), "2: a second {{else}}");
  EXPECT_EQ(refusal("{{if page.a}}{{else page.b}}{{end}}"), "2: {{else}} stands alone");
  EXPECT_EQ(refusal("{{each page.a}}{{end}}"), "2: expected {{each MEMBER as NAME}}");
  EXPECT_EQ(refusal("{{if not page.a as a}}{{end}}"),
            "2: expected {{if MEMBER}}, {{if not MEMBER}} or {{if MEMBER as NAME}}");
  EXPECT_EQ(refusal("{{each page.a as out}}{{end}}"), "2: 'out' cannot be the name of a value");
  EXPECT_EQ(refusal("{{each page.a as a}}{{each page.b as a}}{{end}}{{end}}"), "2: 'a' already names a value here");
  EXPECT_EQ(refusal("{{each page.a as a}}{{end}}{{a}}"), "2: nothing is named 'a' here; there is page");
}

TEST(CompileTemplates, RefuseASentenceWithoutALiteralKey) {
  const std::string expected = "2: expected {{text \"KEY\" name=MEMBER …}}";
  for (const std::string_view body : {"{{text}}", "{{text page.key}}", "{{text \"\"}}", "{{text \"a b\"}}",
                                      "{{text \"a\" count}}", "{{text \"a\" count=}}", "{{text \"a\" 1=page.a}}"})
    EXPECT_EQ(refusal(body), expected) << body;
}

TEST(CompileTemplates, RefuseATemplateThatDoesNotSayWhatItShows) {
  const std::string expected =
      "invalid_input: plan/a.html:1: a template starts with {{page HEADER VIEW}}, as in {{page web/plan_pages.h "
      "PlanPage}}";
  for (const std::string source : {"", "<p>", "{{page}}", "{{page web/a.h}}", "{{page web/a.h a}}",
                                   "{{page PlanPage web/a.h}}", "{{page web/a.h \"A;\"}}"})
    EXPECT_EQ(describe(compiled({{"plan/a.html", source}}).error()), expected) << source;
}

TEST(CompileTemplates, RefuseWhatIsNotUtf8) { EXPECT_EQ(refusal("a\n\xE9"), "3: not UTF-8"); }

TEST(CompileTemplates, RefuseTemplatesThatDoNotFitTogether) {
  const std::string page(kPage);
  const auto why = [](const std::vector<std::pair<std::string, std::string>>& files) {
    return describe(compiled(files).error());
  };
  EXPECT_EQ(why({{"plan/a.html", page + "{{include \"plan/b.html\" page.b}}"}}),
            "invalid_input: plan/a.html:2: no template 'plan/b.html' is compiled");
  EXPECT_EQ(why({{"plan/a.html", page + "{{include \"plan/b.html\" page.b}}"}, {"plan/b.html", page + "{{content}}"}}),
            "invalid_input: plan/a.html:2: plan/b.html has a {{content}}: it is a layout, to be named by {{layout}}");
  EXPECT_EQ(why({{"plan/a.html", page + "{{layout \"plan/b.html\" page.b}}"}, {"plan/b.html", page}}),
            "invalid_input: plan/a.html:2: plan/b.html has no {{content}}: it is not a layout");
  EXPECT_EQ(why({{"plan/b.html", page + "{{each page.a as a}}{{content}}{{end}}"}}),
            "invalid_input: plan/b.html:1: {{content}} is there more than once");
  EXPECT_EQ(why({{"plan/a.html", page}, {"plan/a.html", page}}),
            "invalid_input: plan/a.html:1: another template has the same function, render_plan_a");
  EXPECT_EQ(why({{"a.html", page}}), "invalid_input: a.html:1: expected folder/name.html in a-z, 0-9 and '_'");
  EXPECT_EQ(why({{"plan/a-b.html", page}}),
            "invalid_input: plan/a-b.html:1: expected folder/name.html in a-z, 0-9 and '_'");
}

// What the real compiler says of a template whose view struct is
// struct PlanPage { std::string title; int count; }.
std::string compiler_output(std::string_view body) {
  const std::filesystem::path directory =
      std::filesystem::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
  std::filesystem::create_directories(directory / "web");
  Template page = *parse_template("plan/plan.html", std::string(kPage).append(body));
  EXPECT_TRUE(place_in_html(page));
  const auto sources = template_sources({page}, "/root", "web/templates.h");
  std::ofstream(directory / "web/plan_pages.h") << "#include <string>\nnamespace garde::web { struct PlanPage { "
                                                   "std::string title; int count; }; }\n";
  std::ofstream(directory / "web/templates.h") << sources->headers.at("web/templates.h");
  std::ofstream(directory / "plan.cc") << sources->sources.at("plan");
  const std::string command =
      fmt::format("{} -std=c++20 -fsyntax-only -I{} -I{}/src {} 2>&1", GARDE_CXX, directory.string(),
                  source_directory().string(), (directory / "plan.cc").string());
  std::string output;
  std::FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), size);
  const bool is_accepted = pclose(pipe) == 0;
  std::filesystem::remove_all(directory);
  return is_accepted ? "accepted" + output : output;
}

TEST(CompiledTemplate, IsAcceptedByTheCompilerWhenItsMembersExist) {
  EXPECT_EQ(compiler_output("<p title=\"{{page.title}}\">{{page.count}}{{if page.title}}x{{end}}</p>\n"), "accepted");
}

TEST(CompiledTemplate, FailsTheBuildAtTheLineOfAMisspeltMember) {
  const std::string output = compiler_output("<p>\n\n{{page.titel}}</p>\n");
  EXPECT_NE(output.find("/root/plan/plan.html:4:"), std::string::npos) << output;
  EXPECT_NE(output.find("titel"), std::string::npos) << output;
}

TEST(CompiledTemplate, FailsTheBuildWhenATextIsUsedAsAnAddress) {
  EXPECT_NE(compiler_output("<a\nhref=\"{{page.title}}\">").find("/root/plan/plan.html:3:"), std::string::npos);
}

TEST(CompiledTemplate, FailsTheBuildWhenANumberIsUsedAsACondition) {
  const std::string output = compiler_output("{{if page.count}}x{{end}}");
  EXPECT_NE(output.find("{{if}} takes a bool, a text, a list, an optional or a pointer"), std::string::npos) << output;
}

}  // namespace
}  // namespace garde::tools
