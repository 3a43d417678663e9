#include "pdf/finish.h"

#include <cstdlib>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <qpdf/qpdf-c.h>

#include "pdf/handles.h"
#include "pdf/marks.h"

namespace garde::pdf {
namespace {

std::string name_of(Role role) {
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

const char* attributes_of(const Structure::Node& node) {
  if (node.role == Role::th_row) return "<< /O /Table /Scope /Row >>";
  if (node.role == Role::th_column) return "<< /O /Table /Scope /Column >>";
  if (node.role != Role::l) return nullptr;
  return node.numbered ? "<< /O /List /ListNumbering /Decimal >>" : "<< /O /List /ListNumbering /Disc >>";
}

// A file in qpdf's memory. Its calls never fail where they stand: qpdf keeps the first error, and write() gives it.
// (The C interface, because the headers of the C++ one do not compile as C++20 with every compiler.)
class File {
 public:
  using Object = qpdf_oh;

  explicit File(const std::string& bytes) {
    qpdf_silence_errors(data_);
    qpdf_read_memory(data_, "document", bytes.data(), bytes.size(), nullptr);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { qpdf_cleanup(&data_); }

  Object root() { return qpdf_get_root(data_); }
  Object trailer() { return qpdf_get_trailer(data_); }
  std::vector<Object> pages() {
    std::vector<Object> pages;
    const int count = qpdf_get_num_pages(data_);
    for (int i = 0; i < count; ++i) pages.push_back(qpdf_get_page_n(data_, static_cast<std::size_t>(i)));
    return pages;
  }

  Object parsed(const std::string& source) { return qpdf_oh_parse(data_, source.c_str()); }
  Object array() { return qpdf_oh_new_array(data_); }
  Object number(std::size_t value) { return qpdf_oh_new_integer(data_, static_cast<long long>(value)); }
  Object null() { return qpdf_oh_new_null(data_); }
  Object text(const std::string& text) { return qpdf_oh_new_binary_unicode_string(data_, text.data(), text.size()); }
  Object bytes(const std::string& bytes) { return qpdf_oh_new_binary_string(data_, bytes.data(), bytes.size()); }
  Object indirect(Object object) { return qpdf_make_indirect_object(data_, object); }

  void set(Object dictionary, const char* key, Object value) { qpdf_oh_replace_key(data_, dictionary, key, value); }
  void append(Object array, Object item) { qpdf_oh_append_item(data_, array, item); }

  std::string content(Object page) {
    unsigned char* bytes = nullptr;
    std::size_t size = 0;
    if (qpdf_oh_get_page_content_data(data_, page, &bytes, &size) != QPDF_SUCCESS) return "";
    const std::unique_ptr<unsigned char, Releaser<std::free>> owner(bytes);
    return {reinterpret_cast<const char*>(bytes), size};
  }
  void set_content(Object page, const std::string& content) {
    const Object stream = qpdf_oh_new_stream(data_);
    qpdf_oh_replace_stream_data(data_, stream, reinterpret_cast<const unsigned char*>(content.data()), content.size(),
                                null(), null());
    set(page, "/Contents", stream);
  }

  Result<std::string> write() {
    if (!qpdf_has_error(data_)) {
      qpdf_init_write_memory(data_);
      qpdf_set_object_stream_mode(data_, qpdf_o_generate);
      qpdf_set_deterministic_ID(data_, QPDF_TRUE);
      qpdf_set_minimum_pdf_version(data_, "1.7");
      qpdf_write(data_);
    }
    if (qpdf_has_error(data_))
      return Error{ErrorKind::unsupported, "PDF structure", std::nullopt,
                   qpdf_get_error_full_text(data_, qpdf_get_error(data_))};
    return std::string(reinterpret_cast<const char*>(qpdf_get_buffer(data_)), qpdf_get_buffer_length(data_));
  }

 private:
  qpdf_data data_ = qpdf_init();
};

class Finisher {
 public:
  Finisher(const Canvas::Drawing& drawing, const Structure& structure)
      : drawing_(drawing), structure_(structure), file_(drawing.bytes), pages_(file_.pages()) {
    for (std::size_t i = 0; i < structure.size(); ++i) elements_.push_back(file_.indirect(file_.parsed("<< >>")));
  }

  Result<std::string> run(const Document& document, const std::string& title) {
    TRY(mark_pages());
    add_links();
    build_elements();
    add_catalogue(document.language);
    add_information(document, title);
    return file_.write();
  }

 private:
  using Object = File::Object;

  static std::size_t index(NodeId node) { return static_cast<std::size_t>(node); }

  // Gives every element the pieces of pages it owns, and every page the elements of its pieces.
  Result<void> mark_pages() {
    if (pages_.size() != drawing_.pages) return lost("pages");
    content_.resize(structure_.size());
    std::vector<std::vector<std::string>> names(pages_.size());
    std::vector<Object> owners;
    for (std::size_t i = 0; i < pages_.size(); ++i) owners.push_back(file_.array());
    for (const Piece& piece : drawing_.pieces) {
      const std::size_t number = names[piece.page].size();
      const bool decoration = piece.node == Structure::kArtifact;
      names[piece.page].push_back(decoration ? "" : name_of(structure_[piece.node].role));
      file_.append(owners[piece.page], decoration ? file_.null() : elements_[index(piece.node)]);
      if (decoration) continue;
      const Object reference = file_.parsed(fmt::format("<< /Type /MCR /MCID {} >>", number));
      file_.set(reference, "/Pg", pages_[piece.page]);
      content_[index(piece.node)].push_back(reference);
    }
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      const auto content = named_marks(file_.content(pages_[i]), names[i]);
      if (!content) return lost("marks");
      file_.set_content(pages_[i], *content);
      file_.set(pages_[i], "/Tabs", file_.parsed("/S"));
      file_.set(pages_[i], "/StructParents", file_.number(add_owner(file_.indirect(owners[i]))));
    }
    return {};
  }

  static Error lost(const char* what) {
    return Error{ErrorKind::unsupported, "PDF structure", std::nullopt,
                 fmt::format("Cairo wrote other {} than were drawn", what)};
  }

  // Whose something on a page is: the number to write there.
  std::size_t add_owner(Object owner) {
    file_.append(owners_, file_.number(next_owner_));
    file_.append(owners_, owner);
    return next_owner_++;
  }

  void add_links() {
    std::map<std::size_t, Object> annotations;  // by page
    for (const LinkArea& link : drawing_.links) {
      const auto& [x, y, width, height] = link.area;
      const std::string& uri = structure_[link.node].uri;
      const Object annotation = file_.parsed(
          fmt::format("<< /Type /Annot /Subtype /Link /Border [ 0 0 0 ] /F 4 /Rect [ {:.2f} {:.2f} {:.2f} {:.2f} ] >>",
                      x, drawing_.page_height - y - height, x + width, drawing_.page_height - y));
      file_.set(annotation, "/Contents", file_.text(uri));
      const Object action = file_.parsed("<< /S /URI >>");
      file_.set(action, "/URI", file_.bytes(uri));
      file_.set(annotation, "/A", action);
      file_.set(annotation, "/StructParent", file_.number(add_owner(elements_[index(link.node)])));
      const Object placed = file_.indirect(annotation);
      const auto [on_page, first] = annotations.try_emplace(link.page, 0);
      if (first) {
        on_page->second = file_.indirect(file_.array());
        file_.set(pages_[link.page], "/Annots", on_page->second);
      }
      file_.append(on_page->second, placed);
      const Object reference = file_.parsed("<< /Type /OBJR >>");
      file_.set(reference, "/Obj", placed);
      file_.set(reference, "/Pg", pages_[link.page]);
      content_[index(link.node)].push_back(reference);
    }
  }

  void build_elements() {
    for (std::size_t i = 0; i < structure_.size(); ++i) {
      const Structure::Node& node = structure_[NodeId{i}];
      const Object element = elements_[i];
      file_.set(element, "/Type", file_.parsed("/StructElem"));
      file_.set(element, "/S", file_.parsed(name_of(node.role)));
      const Object kids = file_.array();
      for (const Object piece : content_[i]) file_.append(kids, piece);
      for (const NodeId child : node.children) {
        file_.append(kids, elements_[index(child)]);
        file_.set(elements_[index(child)], "/P", element);
      }
      file_.set(element, "/K", kids);
      if (!node.alternative.empty()) file_.set(element, "/Alt", file_.text(node.alternative));
      if (const char* const attributes = attributes_of(node)) file_.set(element, "/A", file_.parsed(attributes));
    }
  }

  void add_catalogue(const std::string& language) {
    const Object root = elements_[index(Structure::kRoot)];
    const Object numbers = file_.parsed("<< >>");
    file_.set(numbers, "/Nums", owners_);
    const Object tree = file_.indirect(file_.parsed("<< /Type /StructTreeRoot >>"));
    file_.set(tree, "/K", root);
    file_.set(tree, "/ParentTree", file_.indirect(numbers));
    file_.set(tree, "/ParentTreeNextKey", file_.number(next_owner_));
    file_.set(root, "/P", tree);
    const Object catalogue = file_.root();
    file_.set(catalogue, "/StructTreeRoot", tree);
    file_.set(catalogue, "/Lang", file_.text(language));
    file_.set(catalogue, "/MarkInfo", file_.parsed("<< /Marked true >>"));
    file_.set(catalogue, "/ViewerPreferences", file_.parsed("<< /DisplayDocTitle true >>"));
  }

  void add_information(const Document& document, const std::string& title) {
    const std::string day =
        fmt::format("D:{:04}{:02}{:02}000000Z", static_cast<int>(document.date.year()),
                    static_cast<unsigned>(document.date.month()), static_cast<unsigned>(document.date.day()));
    const Object information = file_.parsed("<< /Creator (Garde) >>");
    file_.set(information, "/Title", file_.text(title));
    if (!document.author.empty()) file_.set(information, "/Author", file_.text(document.author));
    file_.set(information, "/CreationDate", file_.bytes(day));
    file_.set(information, "/ModDate", file_.bytes(day));
    file_.set(file_.trailer(), "/Info", file_.indirect(information));
  }

  const Canvas::Drawing& drawing_;
  const Structure& structure_;
  File file_;
  std::vector<Object> pages_;
  std::vector<Object> elements_;              // one per node
  std::vector<std::vector<Object>> content_;  // what each element owns on pages
  Object owners_ = file_.array();             // number, owner, number, owner…
  std::size_t next_owner_ = 0;
};

}  // namespace

Result<std::string> finish(const Canvas::Drawing& drawing, const Structure& structure, const Document& document,
                           const std::string& title) {
  return Finisher(drawing, structure).run(document, title);
}

}  // namespace garde::pdf
