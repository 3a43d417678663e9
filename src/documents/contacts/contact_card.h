// Contacts for the address book of a phone: vCard 4.0 (RFC 6350), and 3.0 (RFC 2426), which phones still prefer.
#pragma once

#include <string>
#include <string_view>

#include "contacts/sheet.h"
#include "text/catalogue.h"

namespace garde::documents {

enum class CardVersion : std::uint8_t { v3, v4 };

// One card. The note says the role, when it answers, what to say and the reference.
std::string contact_card(const contacts::Contact& contact, const contacts::Directory& directory, CardVersion version,
                         const text::Catalogue& texts);

// The practice's own, then the public services that its sheet names, one card after the other.
std::string contact_cards(const contacts::ContactBook& book, const contacts::Directory& directory, CardVersion version,
                          const text::Catalogue& texts);

// The same person in as few bytes as a QR code should hold: name, organisation, numbers, address. vCard 3.0.
inline constexpr std::size_t kMaxQrCard = 600;  // bytes: more is too dense for a phone to read off a screen
std::string contact_card_for_qr(const contacts::Contact& contact);

}  // namespace garde::documents
