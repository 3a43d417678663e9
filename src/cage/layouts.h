// The layouts of the types of base/ and of digests.
#pragma once

#include <chrono>

#include "base/byte_count.h"
#include "base/enumerators.h"
#include "base/id.h"
#include "base/instant.h"
#include "cage/message.h"
#include "crypto/digest.h"

namespace garde::cage {

constexpr std::size_t kMaxPath = 64U << 10U;     // bytes: deeper than any program makes them, names of 255 bytes each
constexpr std::size_t kMaxDetail = 4096;         // of an error: English, for the log
constexpr std::size_t kMaxIdText = 64;           // see is_id_text
constexpr std::chrono::years kMaxDuration{200};  // what adds up to no overflow in any unit of ours

template <class T>
  requires std::integral<T> && (!std::same_as<T, bool>)
struct Layout<T> {
  static void describe(auto& form, auto& number) { form.number(number); }
};

template <>
struct Layout<bool> {
  static void describe(auto& form, auto& flag) { form.flag(flag); }
};

template <>
struct Layout<double> {
  static void describe(auto& form, auto& real) { form.real(real); }
};

template <class T>
  requires std::is_empty_v<T> && std::is_default_constructible_v<T>
struct Layout<T> {
  static void describe(auto&, auto&) {}
};

template <class T>
struct Layout<std::optional<T>> {
  static void describe(auto& form, auto& value) { form.optional(value); }
};

template <class... Ts>
struct Layout<std::variant<Ts...>> {
  static void describe(auto& form, auto& value) { form.variant(value); }
};

template <class Rep, class Period>
struct Layout<std::chrono::duration<Rep, Period>> {
  using Duration = std::chrono::duration<Rep, Period>;
  static void describe(auto& form, auto& duration) {
    auto count = static_cast<std::int64_t>(duration.count());
    form.number(count);
    constexpr auto kMost = static_cast<std::int64_t>(std::chrono::duration_cast<Duration>(kMaxDuration).count());
    if (count < -kMost || count > kMost) return form.fail("a duration of more than 200 years");
    if constexpr (std::remove_cvref_t<decltype(form)>::kReads) duration = Duration(static_cast<Rep>(count));
  }
};

// One that counts up from 0; its last value is found by the compiler.
template <class E>
  requires std::is_enum_v<E> && (!std::same_as<E, std::byte>)
struct Layout<E> {
  static void describe(auto& form, auto& value) { form.choice(value, kEnumerators<E>.back()); }
};

template <>
struct Layout<Date> {
  static void describe(auto& form, auto& date) {
    auto days = static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
    form.number(days);
    constexpr auto kFirst = std::chrono::sys_days{std::chrono::year{1} / 1 / 1}.time_since_epoch().count();
    constexpr auto kEnd = std::chrono::sys_days{std::chrono::year{10000} / 1 / 1}.time_since_epoch().count();
    if (days < kFirst || days >= kEnd) return form.fail("a day out of the years 1 to 9999");
    if constexpr (std::remove_cvref_t<decltype(form)>::kReads) date = Date{std::chrono::sys_days{Days{days}}};
  }
};

template <>
struct Layout<Instant> {
  static void describe(auto& form, auto& instant) {
    // Years 1 to 9999: those that have a spelling.
    constexpr auto kFirst = Instant{std::chrono::sys_days{std::chrono::year{1} / 1 / 1}}.time_since_epoch().count();
    constexpr auto kEnd = Instant{std::chrono::sys_days{std::chrono::year{10000} / 1 / 1}}.time_since_epoch().count();
    auto count = static_cast<std::int64_t>(instant.time_since_epoch().count());
    form.number(count);
    if (count < kFirst || count >= kEnd) return form.fail("a time out of the years 1 to 9999");
    if constexpr (std::remove_cvref_t<decltype(form)>::kReads) instant = Instant(std::chrono::milliseconds(count));
  }
};

template <>
struct Layout<ByteCount> {
  static void describe(auto& form, auto& bytes) { form.number(bytes.value); }
};

template <>
struct Layout<crypto::Sha256Digest> {
  static void describe(auto& form, auto& digest) { form.octets(digest.bytes); }
};

template <class Tag>
struct Layout<Id<Tag>> {
  static Id<Tag> blank() { return Id<Tag>::of("blank"); }
  static void describe(auto& form, auto& id) {
    if constexpr (std::remove_cvref_t<decltype(form)>::kReads) {
      std::string text;
      form.bytes(text, kMaxIdText);
      auto parsed = Id<Tag>::parse(text);
      if (!parsed) return form.fail("not an id");
      id = std::move(parsed).take();
    } else {
      form.bytes(id.text(), kMaxIdText);
    }
  }
};

// A Result of an Error would be a failure: it is described as a member, or sent as a Failure.
void describe_error(auto& form, auto& error) {
  form.choice(error.kind, ErrorKind::cancelled);
  form.bytes(error.subject, kMaxPath);
  form.fields(error.offset);
  form.bytes(error.detail, kMaxDetail);
}

struct Failure {
  Error error;
  bool operator==(const Failure&) const = default;
};

template <>
struct Layout<Failure> {
  static void describe(auto& form, auto& failure) { describe_error(form, failure.error); }
};

}  // namespace garde::cage
