// Who a practice calls, who has its sheet, where the sheet hangs: everything it wrote down about its contacts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contacts/directory.h"
#include "evidence/statement.h"

namespace garde::contacts {

using ContactId = Id<struct ContactTag>;
using RecipientId = Id<struct RecipientTag>;
using DisplayId = Id<struct DisplayTag>;

struct ContactPhone {
  Phone phone;
  std::string label;  // "portable", "le soir", or empty
  bool operator==(const ContactPhone&) const = default;
};

// The names of outcomes are those of the database.
enum class CallOutcome : std::uint8_t { answered, no_answer, wrong_number };
std::string_view name(CallOutcome outcome);  // "answered", "no-answer", "wrong-number"
std::optional<CallOutcome> parse_outcome(std::string_view text);

struct Call {
  Date called_on;
  CallOutcome outcome{};
  std::string answered_by;  // who, or empty
  Instant entered_at;
  std::string dialled;  // the number called: once the contact has another one, the call shows nothing
  bool operator==(const Call&) const = default;
};

struct Contact {
  ContactId id;
  RoleId role;
  std::string name;          // of a person or a service
  std::string organisation;  // its company, the tool of a vendor; or empty
  std::string email;         // or empty
  std::string hours;         // or empty
  std::string say;           // what to say; empty: what the directory proposes for the role
  std::string reference;     // customer number, policy number; or empty
  Instant created_at;
  Instant changed_at;                  // of what stands on the sheet
  std::vector<ContactPhone> phones{};  // the first is the one on the sheet's big line
  std::vector<Call> calls{};           // to check the number, in the order they were entered
  bool operator==(const Contact&) const = default;
};
// Of its first number. Null when that was never called.
const Call* last_call(const Contact& contact);

// How somebody got the sheet. The names are those of the database.
enum class DeliveryMeans : std::uint8_t { paper, email, phone };
std::string_view name(DeliveryMeans means);
std::optional<DeliveryMeans> parse_means(std::string_view text);

struct Delivery {
  std::string version;  // of the sheet, see sheet.h
  DeliveryMeans means{};
  Date delivered_on;
  Instant entered_at;
  bool operator==(const Delivery&) const = default;
};

struct Acknowledgement {
  std::string version;
  std::string told_by;  // "told in person" by whom; empty: read on the page
  Date acknowledged_on;
  Instant entered_at;
  bool operator==(const Acknowledgement&) const = default;
};

// Somebody of the team who must have the sheet.
struct Recipient {
  RecipientId id;
  std::string name;
  std::string function;  // tells two people of one name apart; or empty
  std::string email;     // or empty
  Instant created_at;
  std::vector<Delivery> deliveries{};               // in the order they were entered
  std::vector<Acknowledgement> acknowledgements{};  // likewise
  bool operator==(const Recipient&) const = default;
};
// The last time this version is known to have reached the person: delivered, or read, or explained.
struct Receipt {
  Date day;
  Instant since;  // counts from here on
  auto operator<=>(const Receipt&) const = default;
};
std::optional<Receipt> last_received(const Recipient& recipient, std::string_view version);
bool has_acknowledged(const Recipient& recipient, std::string_view version);

// A sheet on a wall.
struct Display {
  DisplayId id;
  std::string place;  // "Accueil, près du téléphone"
  std::string displayed_by;
  Date displayed_on;
  std::string version;
  Instant entered_at;
  std::optional<evidence::DocumentId> photo;
  bool operator==(const Display&) const = default;
};

struct ContactBook {
  std::vector<Contact> contacts;      // in the order they were added
  std::vector<Recipient> recipients;  // likewise
  std::vector<Display> displays;      // likewise
  std::optional<RegionId> region;
  std::string kit_address;  // where the practice put the phone kit, or empty
  bool operator==(const ContactBook&) const = default;

  const Contact* find(const ContactId& id) const;      // null when there is none; valid while this lives
  const Recipient* find(const RecipientId& id) const;  // likewise
};

}  // namespace garde::contacts
