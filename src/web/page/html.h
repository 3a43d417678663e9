// What a compiled template writes to. Nothing gets in unescaped but literals of our own sources.
//
//   Html html(catalogue);
//   render_plan(html, page);                 // from templates/plan/plan.html, see garde_templates()
//   response.body = std::move(html).take();
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/id.h"
#include "base/message.h"
#include "text/catalogue.h"
#include "web/page/url.h"

namespace garde::web {

// HTML that is right as it is. Only a literal can become one.
class Markup {
 public:
  template <std::size_t N>
  explicit consteval Markup(const char (&literal)[N]) : text_(literal, N - 1) {}
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// A value a template may show: text, a whole number, an id, or an optional of these, which is empty when
// it is not there. No bool, no floating point, no date: a page's words for them are chosen by its .cc.
// Lives for one call; borrows the text.
class Shown {
 public:
  // NOLINTBEGIN(google-explicit-constructor): a template passes the member as it is
  template <std::convertible_to<std::string_view> T>
  Shown(const T& text) : text_(text) {}
  template <std::integral T>
  Shown(T number)
    requires(!std::same_as<T, bool> && sizeof(T) > 1)
  {
    const auto end = std::to_chars(digits_.data(), digits_.data() + digits_.size(), number).ptr;
    digit_count_ = static_cast<std::size_t>(end - digits_.data());
  }
  template <class Tag>
  Shown(const Id<Tag>& id) : text_(id.text()) {}
  template <class T>
  Shown(const std::optional<T>& value) : Shown(value ? Shown(*value) : Shown(std::string_view())) {}
  // NOLINTEND(google-explicit-constructor)

  std::string_view text() const { return digit_count_ == 0 ? text_ : std::string_view(digits_.data(), digit_count_); }

 private:
  std::array<char, 24> digits_{};
  std::size_t digit_count_ = 0;
  std::string_view text_;
};

// What {{content}} of a layout writes.
using Content = std::function<void()>;

class Html {
 public:
  // The catalogue must outlive this.
  explicit Html(const text::Catalogue& catalogue) : catalogue_(catalogue) {}

  void literal(Markup markup) { html_ += markup.text(); }
  // In text and in quoted attributes alike: & < > " ' become entities.
  void text(const Shown& value);
  void text(const Message& message) { text(catalogue_.sentence(message)); }
  void sentence(std::string_view key, std::initializer_list<std::pair<std::string_view, Shown>> parameters);
  // A whole address.
  void url(const Url& address) { text(address.text()); }
  // A segment or a query value of an address whose beginning stands.
  void url_part(const Shown& value) { html_ += percent_encoded(value.text()); }

  std::string take() && { return std::move(html_); }

 private:
  const text::Catalogue& catalogue_;
  std::string html_;
};

template <class T>
concept PointsToOne = requires(const T& value) {
  static_cast<bool>(value);
  *value;
} && !std::convertible_to<T, std::string_view> && !std::is_array_v<T>;

// {{if value}}: a true bool, a text or list that is not empty, an optional or pointer that holds something,
// whatever it holds.
template <class T>
bool is_present(const T& value) {
  if constexpr (requires {
                  { value.empty() } -> std::same_as<bool>;
                })
    return !value.empty();
  else if constexpr (PointsToOne<T>)
    return static_cast<bool>(value);
  else {
    static_assert(std::same_as<T, bool>, "{{if}} takes a bool, a text, a list, an optional or a pointer");
    return value;
  }
}

// {{if value as name}}: what an optional or a pointer holds; other values are themselves.
template <class T>
const auto& present_value(const T& value) {
  if constexpr (PointsToOne<T>)
    return *value;
  else
    return value;
}

}  // namespace garde::web
