#include "formats/damage.h"

#include "base/result.h"

namespace garde::formats {

std::string_view name(DamageKind kind) {
  switch (kind) {
    case DamageKind::missing: return "missing";
    case DamageKind::truncated: return "truncated";
    case DamageKind::unreadable: return "unreadable";
    case DamageKind::wrong_hash: return "wrong_hash";
    case DamageKind::fails_authentication: return "fails_authentication";
    case DamageKind::cannot_decompress: return "cannot_decompress";
    case DamageKind::malformed: return "malformed";
    case DamageKind::size_mismatch: return "size_mismatch";
    case DamageKind::inconsistent: return "inconsistent";
    case DamageKind::zero_filled: return "zero_filled";
    case DamageKind::read_error_at_backup: return "read_error_at_backup";
    case DamageKind::unstable: return "unstable";
    case DamageKind::duplicate: return "duplicate";
    case DamageKind::unreferenced: return "unreferenced";
  }
  fail_check("a DamageKind outside its enum", __FILE__, __LINE__);
}

std::string_view name(Consequence consequence) {
  switch (consequence) {
    case Consequence::loss: return "loss";
    case Consequence::decay: return "decay";
    case Consequence::untidy: return "untidy";
  }
  fail_check("a Consequence outside its enum", __FILE__, __LINE__);
}

Consequence usual_consequence(DamageKind kind) {
  switch (kind) {
    case DamageKind::missing:
    case DamageKind::truncated:
    case DamageKind::unreadable:
    case DamageKind::wrong_hash:
    case DamageKind::fails_authentication:
    case DamageKind::cannot_decompress:
    case DamageKind::malformed:
    case DamageKind::size_mismatch:
    case DamageKind::inconsistent:
    case DamageKind::zero_filled:
    case DamageKind::read_error_at_backup: return Consequence::loss;
    case DamageKind::unstable: return Consequence::decay;
    case DamageKind::duplicate:
    case DamageKind::unreferenced: return Consequence::untidy;
  }
  fail_check("a DamageKind outside its enum", __FILE__, __LINE__);
}

std::string_view name(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::settings: return "settings";
    case SubjectKind::key: return "key";
    case SubjectKind::restore_point: return "restore_point";
    case SubjectKind::index: return "index";
    case SubjectKind::container: return "container";
    case SubjectKind::piece: return "piece";
    case SubjectKind::directory: return "directory";
    case SubjectKind::file: return "file";
  }
  fail_check("a SubjectKind outside its enum", __FILE__, __LINE__);
}

}  // namespace garde::formats
