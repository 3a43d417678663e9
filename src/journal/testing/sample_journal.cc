#include "journal/testing/sample_journal.h"

#include <algorithm>

#include <fmt/format.h>

#include "journal/merkle.h"
#include "journal/record.h"

namespace garde::journal::testing {

Instant at(std::string_view iso) { return parse_instant(iso).take(); }

Draft note(std::string_view text) {
  return {.fact = at("2026-11-23T17:05:00Z"),
          .entered = at("2026-11-23T17:30:00.250Z"),
          .kind = Kind::of("note"),
          .author = "Mme Petit",
          .text = std::string(text)};
}

std::vector<Draft> sample_drafts(std::size_t entries) {
  std::vector<Draft> drafts;
  Draft opened = note("L’écran affiche un message.\n\n\tIl demande de l’argent.\n");
  opened.kind = Kind::of("opened");
  opened.fields = {{FieldId::of("situation"), "ransom"}, {FieldId::of("a"), "b c"}};
  opened.attachments = {{crypto::sha256({}), {0}, "photo de l’écran.jpg"},
                        {crypto::sha256(bytes_of("x")), {20'000'000'000}, "disque.img"}};
  drafts.push_back(opened);
  Draft correction = note("Il était 18 h 05.");
  correction.corrects = 1;
  drafts.push_back(correction);
  Draft silent = note("");
  silent.author = "Dr Müller";
  drafts.push_back(silent);
  for (std::size_t n = drafts.size(); n < entries; ++n) drafts.push_back(note(fmt::format("Note {}.", n + 1)));
  drafts.resize(entries, note(""));
  return drafts;
}

std::string journal_of(const std::vector<Draft>& drafts, Exercise exercise, std::byte seed,
                       std::optional<Exercise> in_entries) {
  crypto::SecretBytes secret(crypto::SigningKey::kSeedSize);
  std::ranges::fill(secret.bytes(), seed);
  const crypto::SigningKey key = crypto::SigningKey::from_seed(secret).take();
  const std::string header =
      encode_header({JournalId::of("2026-11-23-a"), at("2026-11-23T17:00:00Z"), exercise, key.public_key()});
  MerkleTree tree;
  TreeHasher hasher;
  const auto sign = [&] {
    return key.sign(bytes_of(encode_checkpoint({crypto::sha256(bytes_of(header)), tree.size(), tree.root()})));
  };
  crypto::Signature signature = sign();
  std::string file = header + encode_header_seal(signature);
  for (const Draft& draft : drafts) {
    const std::string entry = encode_entry({tree.size() + 1, in_entries.value_or(exercise), draft}, signature).take();
    const crypto::Sha256Digest leaf = hasher.leaf(bytes_of(entry));
    tree.add(leaf);
    signature = sign();
    file += entry + encode_seal(leaf, signature);
  }
  return file;
}

}  // namespace garde::journal::testing
