#include "pdf/sample_plan.h"

namespace garde::pdf {
namespace {

Columns::Part harm(const char* name, int level, const char* word, const char* reason) {
  return {.content = {Heading{.level = 3, .text = name},
                      Gauge{.filled = level, .label = word, .alternative = std::string("Niveau ") + word},
                      Paragraph{.text = muted(reason), .prominence = Prominence::small}}};
}

Block action(const char* name, const char* why, const char* who, List steps) {
  return Together{{Heading{.level = 3, .text = name}, Paragraph{.text = why, .following = Following::same_page},
                   std::move(steps), Paragraph{.text = muted(who), .prominence = Prominence::small}}};
}

}  // namespace

Document sample_plan() {
  using namespace std::chrono_literals;
  Document plan;
  plan.title = "Plan d’action du cabinet des Tilleuls";
  plan.author = "Cabinet des Tilleuls";
  plan.date = 2026y / 11 / 23;
  plan.footer =
      RunningLine{.start = "Cabinet des Tilleuls — plan d’action du 23 novembre 2026", .end = "{page} / {pages}"};
  plan.box_names = {.empty = "À faire", .half = "Commencé", .ticked = "Fait"};
  plan.content = {
      Heading{.level = 1, .text = "Plan d’action"},
      Paragraph{.text = "Cabinet des Tilleuls, le 23 novembre 2026. Trois actions d’abord, dans cet ordre : pouvoir "
                        "récupérer les données, savoir qui appeler, protéger les accès essentiels.",
                .prominence = Prominence::lead},
      Heading{.level = 2, .text = "Ce qui pourrait arriver"},
      Columns{{harm("Blocage d’activité", 3, "élevé", "Aucun essai de restauration depuis huit mois."),
               harm("Perte de données", 4, "très élevé", "La sauvegarde reste branchée au serveur."),
               harm("Fuite de données patients", 2, "modéré", "Un compte de messagerie est partagé.")}},
      Heading{.level = 2, .text = "Les trois premières actions"},
      action("1. Vérifier que les sauvegardes se restaurent",
             "Une sauvegarde qui n’a jamais été restaurée ne prouve rien : c’est elle qui rouvre le cabinet.",
             "Qui : votre prestataire informatique. Durée : une heure. Preuve : l’essai mesuré par Garde.",
             List{Marker::box,
                  {{.content = {"Demander au prestataire où sont les trois sauvegardes : dossiers patients, agenda, "
                                "documents médicaux."},
                    .box = Box::ticked},
                   {.content = {"Restaurer un dossier d’essai et l’ouvrir avec le logiciel métier."}, .box = Box::half},
                   {.content = {"Débrancher le disque de sauvegarde après chaque copie."}}}}),
      action("2. Afficher la fiche des contacts",
             "Quand l’écran est noir, le numéro doit être sur le mur, pas dans l’ordinateur.",
             "Qui : le secrétariat. Durée : dix minutes. Preuve : chaque personne confirme l’avoir lue.",
             List{Marker::box,
                  {{.content = {"Compléter les cinq numéros et les appeler une fois."}},
                   {.content = {"Imprimer la fiche, la fixer près du téléphone, donner une carte à chacun."}}}}),
      action(
          "3. Protéger la messagerie",
          "Qui tient la messagerie peut réinitialiser presque tous les autres mots de passe.",
          "Qui : chaque personne, pour son compte. Durée : un quart d’heure.",
          List{Marker::box,
               {{.content = {"Un compte par personne, plus de mot de passe partagé."}},
                {.content = {"Activer la double authentification de la messagerie et d’" + bold("Ameli Pro") + "."}}}}),
      Fill{},
      Callout{.title = "En cas d’incident : trois réflexes",
              .content = {Columns{
                  {{{Paragraph{bold("Préserver. ") + "Ne rien éteindre, ne rien restaurer, ne rien effacer sans avis "
                                                     "technique."}}},
                   {{Paragraph{bold("Prioriser. ") + "Les soins d’abord : agenda et ordonnances sur papier."}}},
                   {{Paragraph{bold("Signaler. ") + "Appeler le prestataire, puis " +
                               link("17Cyber", "https://17cyber.gouv.fr") + "."}}}}}},
              .emphasis = Emphasis::accent},
  };
  return plan;
}

}  // namespace garde::pdf
