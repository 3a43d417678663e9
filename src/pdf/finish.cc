#include "pdf/finish.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

namespace garde::pdf {
namespace {

using Object = QPDFObjectHandle;

std::string role_name(Role role) {
  switch (role) {
    case Role::document: return "/Document";
    case Role::h1: return "/H1";
    case Role::h2: return "/H2";
    case Role::h3: return "/H3";
    case Role::p: return "/P";
    case Role::l: return "/L";
    case Role::li: return "/LI";
    case Role::lbl: return "/Lbl";
    case Role::l_body: return "/LBody";
    case Role::table: return "/Table";
    case Role::tr: return "/TR";
    case Role::th_row:
    case Role::th_column: return "/TH";
    case Role::td: return "/TD";
    case Role::figure: return "/Figure";
    case Role::link: return "/Link";
    case Role::span: return "/Span";
    case Role::div: return "/Div";
  }
  fail_check("a role", __FILE__, __LINE__);
}

std::optional<Object> attributes(const Structure::Node& node) {
  switch (node.role) {
    case Role::th_row: return Object::parse("<< /O /Table /Scope /Row >>");
    case Role::th_column: return Object::parse("<< /O /Table /Scope /Column >>");
    case Role::l:
      return Object::parse(fmt::format("<< /O /List /ListNumbering /{} >>", node.numbered ? "Decimal" : "Disc"));
    default: return std::nullopt;
  }
}

// Cairo marks every piece as a paragraph; this gives each its real name, and calls decoration decoration.
class Renamer : public Object::TokenFilter {
 public:
  // One entry per piece of the page, empty for decoration.
  explicit Renamer(std::vector<std::string> roles) : roles_(std::move(roles)) {}

  void handleToken(const QPDFTokenizer::Token& token) override {
    const bool begins = token.getType() == QPDFTokenizer::tt_name && token.getValue() == "/P" && mark_.empty();
    if (mark_.empty() && !begins) return writeToken(token);
    mark_.push_back(token);
    if (token.getType() != QPDFTokenizer::tt_word) return;
    if (token.getValue() == "BDC") {
      const std::string role = next_ < roles_.size() ? roles_[next_] : "";
      if (role.empty()) {
        write("/Artifact BMC");
      } else {
        write(fmt::format("{} << /MCID {} >> BDC", role, next_));
      }
      ++next_;
    } else {
      for (const auto& each : mark_) writeToken(each);
    }
    mark_.clear();
  }
  void handleEOF() override {
    for (const auto& each : mark_) writeToken(each);
  }
  bool found_every_piece() const { return next_ == roles_.size(); }

 private:
  std::vector<std::string> roles_;
  std::vector<QPDFTokenizer::Token> mark_;
  std::size_t next_ = 0;
};

class Finisher {
 public:
  Finisher(const Canvas::Drawing& drawing, const Structure& structure) : drawing_(drawing), structure_(structure) {
    pdf_.processMemoryFile("document", drawing.bytes.data(), drawing.bytes.size());
    pages_ = pdf_.getAllPages();
    for (std::size_t i = 0; i < structure.size(); ++i)
      elements_.push_back(pdf_.makeIndirectObject(Object::newDictionary()));
  }

  std::string run(const Document& document, const std::string& title) {
    mark_pages();
    add_links();
    build_elements();
    add_catalogue(document.language);
    add_information(document, title);
    std::string bytes = write();
    for (const auto& renamer : renamers_)
      if (!renamer->found_every_piece()) throw std::logic_error("Cairo marked other pieces than were drawn");
    return bytes;
  }

 private:
  static std::size_t index(NodeId node) { return static_cast<std::size_t>(node); }

  // Gives every element the pieces of pages it owns, and every page the elements of its pieces.
  void mark_pages() {
    std::vector<std::vector<std::string>> roles(pages_.size());
    std::vector<Object> parents(pages_.size());
    content_.resize(structure_.size());
    for (auto& page : parents) page = Object::newArray();
    for (const Piece& piece : drawing_.pieces) {
      const auto number = static_cast<long long>(roles[piece.page].size());
      if (piece.node == Structure::kArtifact) {
        roles[piece.page].emplace_back();
        parents[piece.page].appendItem(Object::newNull());
        continue;
      }
      roles[piece.page].push_back(role_name(structure_[piece.node].role));
      parents[piece.page].appendItem(elements_[index(piece.node)]);
      Object reference = Object::parse("<< /Type /MCR >>");
      reference.replaceKey("/Pg", pages_[piece.page]);
      reference.replaceKey("/MCID", Object::newInteger(number));
      content_[index(piece.node)].push_back(reference);
    }
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      Object page = pages_[i];
      page.replaceKey("/StructParents", Object::newInteger(static_cast<long long>(i)));
      page.replaceKey("/Tabs", Object::newName("/S"));
      add_parent(parents[i]);
      renamers_.push_back(std::make_shared<Renamer>(std::move(roles[i])));
      const std::vector<Object> streams = page.getPageContents();
      GARDE_CHECK(streams.size() == 1);
      Object(streams.front()).addTokenFilter(renamers_.back());
    }
  }

  void add_parent(const Object& parent) {
    parent_numbers_.appendItem(Object::newInteger(next_parent_++));
    parent_numbers_.appendItem(pdf_.makeIndirectObject(parent));
  }

  void add_links() {
    for (const LinkArea& link : drawing_.links) {
      Object page = pages_[link.page];
      const double height = page.getKey("/MediaBox").getArrayItem(3).getNumericValue();
      const auto& [x, y, width, tall] = link.area;
      const Structure::Node& node = structure_[link.node];
      Object annotation = Object::parse("<< /Type /Annot /Subtype /Link /Border [ 0 0 0 ] /F 4 >>");
      annotation.replaceKey("/Rect", Object::newArray(Object::Rectangle(x, height - y - tall, x + width, height - y)));
      annotation.replaceKey("/StructParent", Object::newInteger(next_parent_));
      annotation.replaceKey("/Contents", Object::newUnicodeString(node.uri));
      Object action = Object::parse("<< /S /URI >>");
      action.replaceKey("/URI", Object::newString(node.uri));
      annotation.replaceKey("/A", action);
      annotation = pdf_.makeIndirectObject(annotation);
      parent_numbers_.appendItem(Object::newInteger(next_parent_++));
      parent_numbers_.appendItem(elements_[index(link.node)]);
      if (!page.hasKey("/Annots")) page.replaceKey("/Annots", Object::newArray());
      page.getKey("/Annots").appendItem(annotation);
      Object reference = Object::parse("<< /Type /OBJR >>");
      reference.replaceKey("/Obj", annotation);
      reference.replaceKey("/Pg", page);
      content_[index(link.node)].push_back(reference);
    }
  }

  void build_elements() {
    for (std::size_t i = 0; i < structure_.size(); ++i) {
      const Structure::Node& node = structure_[NodeId{i}];
      Object element = elements_[i];
      element.replaceKey("/Type", Object::newName("/StructElem"));
      element.replaceKey("/S", Object::newName(role_name(node.role)));
      Object kids = Object::newArray(content_[i]);
      for (const NodeId child : node.children) {
        kids.appendItem(elements_[index(child)]);
        elements_[index(child)].replaceKey("/P", element);
      }
      if (kids.getArrayNItems() > 0) element.replaceKey("/K", kids);
      if (!node.alternative.empty()) element.replaceKey("/Alt", Object::newUnicodeString(node.alternative));
      if (const auto extra = attributes(node)) element.replaceKey("/A", *extra);
    }
  }

  void add_catalogue(const std::string& language) {
    Object tree = Object::newDictionary();
    Object numbers = Object::newDictionary();
    numbers.replaceKey("/Nums", parent_numbers_);
    Object root = elements_[index(Structure::kRoot)];
    tree.replaceKey("/Type", Object::newName("/StructTreeRoot"));
    tree.replaceKey("/K", root);
    tree.replaceKey("/ParentTree", pdf_.makeIndirectObject(numbers));
    tree.replaceKey("/ParentTreeNextKey", Object::newInteger(next_parent_));
    tree = pdf_.makeIndirectObject(tree);
    root.replaceKey("/P", tree);
    Object catalogue = pdf_.getRoot();
    catalogue.replaceKey("/StructTreeRoot", tree);
    catalogue.replaceKey("/Lang", Object::newUnicodeString(language));
    catalogue.replaceKey("/MarkInfo", Object::parse("<< /Marked true >>"));
    catalogue.replaceKey("/ViewerPreferences", Object::parse("<< /DisplayDocTitle true >>"));
  }

  void add_information(const Document& document, const std::string& title) {
    const std::string day =
        fmt::format("D:{:04}{:02}{:02}000000Z", static_cast<int>(document.date.year()),
                    static_cast<unsigned>(document.date.month()), static_cast<unsigned>(document.date.day()));
    Object information = Object::newDictionary();
    information.replaceKey("/Title", Object::newUnicodeString(title));
    if (!document.author.empty()) information.replaceKey("/Author", Object::newUnicodeString(document.author));
    information.replaceKey("/Creator", Object::newString("Garde"));
    information.replaceKey("/CreationDate", Object::newString(day));
    information.replaceKey("/ModDate", Object::newString(day));
    pdf_.getTrailer().replaceKey("/Info", pdf_.makeIndirectObject(information));
  }

  std::string write() {
    QPDFWriter writer(pdf_);
    writer.setOutputMemory();
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.setDeterministicID(true);
    writer.setMinimumPDFVersion("1.7");
    writer.write();
    const std::shared_ptr<Buffer> buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
  }

  const Canvas::Drawing& drawing_;
  const Structure& structure_;
  QPDF pdf_;
  std::vector<Object> pages_;
  std::vector<std::shared_ptr<Renamer>> renamers_;  // one per page
  std::vector<Object> elements_;                    // one per node
  std::vector<std::vector<Object>> content_;        // what each element owns on pages
  Object parent_numbers_ = Object::newArray();
  long long next_parent_ = 0;
};

}  // namespace

Result<std::string> finish(const Canvas::Drawing& drawing, const Structure& structure, const Document& document,
                           const std::string& title) {
  try {
    return Finisher(drawing, structure).run(document, title);
  } catch (const std::exception& error) {
    return Error{ErrorKind::unsupported, "PDF structure", std::nullopt, error.what()};
  }
}

}  // namespace garde::pdf
