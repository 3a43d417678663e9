// The verification of a mirror: see "What is verified" in docs/formats/mirror.md.
#pragma once

#include "formats/archive.h"
#include "formats/mirror/listing.h"

namespace garde::formats::mirror {

// The name of the restore point, which changes with what is in it.
std::string point_id(const Listing& listing);

// A file changed within this time before a verification may still be written to without its time of change telling:
// FAT keeps two seconds, and the clocks of a network disk and of this computer differ. Its content is not remembered.
constexpr std::chrono::seconds kSettling{10};

Result<Coverage> verify(const io::Tree& tree, const VerifyRequest& request, const OnDamage& on_damage);

}  // namespace garde::formats::mirror
