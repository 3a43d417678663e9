#include "contacts/contact_evidence.h"

#include <algorithm>

#include "evidence/statement.h"

namespace garde::contacts {
namespace {

using evidence::Claim;
using evidence::Evidence;
using evidence::ProofLevel;

constexpr std::string_view kChecked = "contact-checked";

// The last time that the contacts changed: from then on an older sheet is wrong.
Instant changed_at(const ContactBook& book) {
  Instant last{};
  for (const Contact& contact : book.contacts) last = std::max(last, contact.changed_at);
  return last;
}

// The last call, if somebody answered it.
const Call* answered_call(const Contact& contact) {
  const Call* call = last_call(contact);
  return call != nullptr && call->outcome == CallOutcome::answered ? call : nullptr;
}

class Gathering {
 public:
  Gathering(const ContactBook& book, const Sheet& sheet, const Directory& directory, const evidence::ClaimKinds& kinds)
      : book_(book), sheet_(sheet), directory_(directory), kinds_(kinds) {}

  std::vector<Evidence> run() {
    identified();
    checked();
    displayed();
    shared();
    acknowledged();
    return std::move(evidence_);
  }

 private:
  void add(evidence::ClaimLiteral claim, ProofLevel level, bool holds, Instant since, std::string origin) {
    evidence_.push_back(kinds_.make(Claim::of(claim), level, holds, since, std::move(origin)));
  }

  void identified() {
    const Contact* contact = contact_to_check(book_, directory_);
    if (contact == nullptr) return;
    Instant since = contact->changed_at;
    // Who answered is still the one to call.
    if (const Call* answered = answered_call(*contact))
      since = std::max(since, evidence::since_day(answered->called_on, answered->entered_at));
    add("contact-identified/practice", ProofLevel::attested, true, since, "contact " + contact->id.text());
  }

  void checked() {
    const Contact* contact = contact_to_check(book_, directory_);
    const Call* call = contact == nullptr ? nullptr : last_call(*contact);
    // Nobody answering shows nothing: not that the number is right, nor that it is wrong.
    if (call == nullptr || call->outcome == CallOutcome::no_answer) return;
    add("contact-checked/practice", ProofLevel::attested, call->outcome == CallOutcome::answered,
        evidence::since_day(call->called_on, call->entered_at), "call to contact " + contact->id.text());
  }

  void displayed() {
    bool current = false;
    for (const Display& display : book_.displays) {
      if (display.version != sheet_.version) continue;
      current = true;
      add("contact-displayed/practice", display.photo ? ProofLevel::attested : ProofLevel::declared, true,
          evidence::since_day(display.displayed_on, display.entered_at), "display " + display.id.text());
    }
    if (!current && !book_.displays.empty())
      add("contact-displayed/practice", ProofLevel::declared, false, outdated_since(), "display of another version");
  }

  void shared() {
    if (book_.recipients.empty()) return;
    std::optional<Instant> since;
    for (const Recipient& recipient : book_.recipients) {
      const std::optional<Receipt> received = last_received(recipient, sheet_.version);
      if (!received) {
        add("contact-shared/practice", ProofLevel::declared, false, outdated_since(),
            "recipient " + recipient.id.text());
        return;
      }
      since = since ? std::min(*since, received->since) : received->since;
    }
    add("contact-shared/practice", ProofLevel::declared, true, *since, "deliveries of " + sheet_.version);
  }

  void acknowledged() {
    if (book_.recipients.empty()) return;
    std::optional<Instant> since;
    for (const Recipient& recipient : book_.recipients) {
      if (!has_acknowledged(recipient, sheet_.version)) {
        add("contact-acknowledged/practice", ProofLevel::declared, false, outdated_since(),
            "recipient " + recipient.id.text());
        return;
      }
      const auto last = std::ranges::find(recipient.acknowledgements.rbegin(), recipient.acknowledgements.rend(),
                                          sheet_.version, &Acknowledgement::version);
      const Instant said = evidence::since_day(last->acknowledged_on, last->entered_at);
      since = since ? std::min(*since, said) : said;
    }
    add("contact-acknowledged/practice", ProofLevel::attested, true, *since, "acknowledgements of " + sheet_.version);
  }

  // A person who joined, or a number that changed, whichever is later.
  Instant outdated_since() const {
    Instant last = changed_at(book_);
    for (const Recipient& recipient : book_.recipients) last = std::max(last, recipient.created_at);
    return last;
  }

  const ContactBook& book_;
  const Sheet& sheet_;
  const Directory& directory_;
  const evidence::ClaimKinds& kinds_;
  std::vector<Evidence> evidence_;
};

}  // namespace

std::vector<Evidence> evidence_from(const ContactBook& book, const Sheet& sheet, const Directory& directory,
                                    const evidence::ClaimKinds& kinds) {
  return Gathering(book, sheet, directory, kinds).run();
}

const Contact* contact_to_check(const ContactBook& book, const Directory& directory) {
  if (directory.situations.empty()) return nullptr;
  for (const SituationCall& call : directory.situations.front().calls) {
    const Role* role = call.role ? directory.role(*call.role) : nullptr;
    if (role == nullptr || !role->supports) continue;
    for (const Contact& contact : book.contacts)
      if (contact.role == role->id && !contact.phones.empty()) return &contact;
  }
  return nullptr;
}

Date next_call(const Contact& contact, const evidence::ClaimKinds& kinds, Date today) {
  const Call* answered = answered_call(contact);
  if (answered == nullptr) return today;
  const evidence::ClaimKind* kind = kinds.find(evidence::ClaimKindId::of(kChecked));
  GARDE_CHECK(kind != nullptr);
  return plus_days(answered->called_on, kind->shelf_life);
}

bool call_is_due(const Contact& contact, const evidence::ClaimKinds& kinds, Date today) {
  return days_between(today, next_call(contact, kinds, today)) <= Days{0};
}

}  // namespace garde::contacts
