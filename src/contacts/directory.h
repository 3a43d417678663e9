// Whom a practice may have to call, and in which order, from content/directory/: roles, public services, regions,
// situations and the first steps, each as it stood on a day.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/instant.h"
#include "contacts/phone.h"
#include "content/table.h"

namespace garde::contacts {

using RoleId = Id<struct ContactRoleTag>;
using ServiceId = Id<struct ServiceTag>;
using RegionId = Id<struct RegionTag>;
using SituationId = Id<struct SituationTag>;

// What somebody is to the practice: its provider, its insurer.
struct Role {
  RoleId id;
  std::string title;         // "Prestataire informatique"
  bool supports = false;     // somebody to call first: with a number, the contact of the plan is identified
  bool awaited = false;      // the sheet keeps an empty line for it
  std::string hint;          // who that is
  std::string organisation;  // what its second line is called: "Société", "Outil"
  std::string reference;     // "Numéro de police"
  std::string say;           // what to say, unless the practice wrote its own
};

struct Service {
  ServiceId id;
  std::string name;
  std::string what_for;
  std::string hours;              // or empty
  std::optional<Phone> phone;     // several have none
  std::string email;              // or empty
  std::string url;                // or empty
  std::vector<RegionId> regions;  // empty: everywhere
  std::string source;
  std::string source_url;  // or empty
  Date checked;
};

struct Region {
  RegionId id;
  std::string title;
  std::string zone;  // by its name in the tz database; empty: that of mainland France
};

struct FirstStep {
  std::string title;   // "Débranchez le réseau"
  std::string detail;  // "Le câble, et le Wi-Fi de l’appareil touché."
  bool operator==(const FirstStep&) const = default;
};

struct SituationCall {
  std::optional<RoleId> role;  // one of the two
  std::optional<ServiceId> service;
  std::string why;
};

struct Situation {
  SituationId id;  // "ransom", "suspicious", "lost"
  std::string title;
  std::vector<SituationCall> calls;  // in order
};

struct Directory {
  Date released{};
  Days stale_after{};
  NumberingPlan numbering;
  std::vector<Role> roles;
  std::vector<Service> services;
  std::vector<Region> regions;
  std::vector<FirstStep> first_steps;
  std::vector<Situation> situations;

  static Directory read(const content::Files& files, content::Problems& problems);

  // Null when there is none of that id; valid while this lives.
  const Role* role(const RoleId& id) const;
  const Service* service(const ServiceId& id) const;
  const Region* region(const RegionId& id) const;
  const Situation* situation(const SituationId& id) const;

  // The numbers of a release that old should be checked before they are printed.
  bool is_stale(Date today) const;
};

// Everywhere, or in that region.
bool serves(const Service& service, const std::optional<RegionId>& region);

}  // namespace garde::contacts
