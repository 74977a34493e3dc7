#include "render/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cityweave::render {

namespace {

// The Kosovo footnotes are those of the EU institutions in each language.
constexpr std::array<Words, 9> all_words{{
    {.lang = "en",
     .lead = "Lead partner",
     .partner = "Partner",
     .link = "Link from the lead",
     .several_themes = "Several themes",
     .no_theme = "No theme",
     .themes = "Themes",
     .sources = "Sources:",
     .led_by = "led by",
     .networks = {"network", "networks", "networks"},
     .partners = {"partner", "partners", "partners"},
     .places = {"place", "places", "places"},
     .countries = {"country", "countries", "countries"},
     .kosovo =
         "* This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999 and the ICJ Opinion on the "
         "Kosovo declaration of independence.",
     .boundaries = "Boundaries and names shown imply no opinion on the legal status of any territory."},
    {.lang = "fi",
     .lead = "Pääkumppani",
     .partner = "Kumppani",
     .link = "Yhteys pääkumppanista",
     .several_themes = "Useita teemoja",
     .no_theme = "Ei teemaa",
     .themes = "Teemat",
     .sources = "Lähteet:",
     .led_by = "vetäjänä",
     .networks = {"verkosto", "verkostoa", "verkostoa"},
     .partners = {"kumppani", "kumppania", "kumppania"},
     .places = {"paikka", "paikkaa", "paikkaa"},
     .countries = {"maa", "maata", "maata"},
     .kosovo =
         "* Tämä nimitys ei vaikuta asemaa koskeviin kantoihin, ja se on YK:n turvallisuusneuvoston päätöslauselman 1244/1999 ja Kosovon "
         "itsenäisyysjulistuksesta annetun Kansainvälisen tuomioistuimen lausunnon mukainen.",
     .boundaries = "Esitetyt rajat ja nimet eivät ole kannanotto minkään alueen oikeudelliseen asemaan."},
    {.lang = "de",
     .lead = "Federführender Partner",
     .partner = "Partner",
     .link = "Verbindung vom federführenden Partner",
     .several_themes = "Mehrere Themen",
     .no_theme = "Ohne Thema",
     .themes = "Themen",
     .sources = "Quellen:",
     .led_by = "geleitet von",
     .networks = {"Netzwerk", "Netzwerke", "Netzwerke"},
     .partners = {"Partner", "Partner", "Partner"},
     .places = {"Ort", "Orte", "Orte"},
     .countries = {"Land", "Länder", "Länder"},
     .kosovo = "* Diese Bezeichnung berührt nicht die Standpunkte zum Status und steht im Einklang mit der Resolution 1244/1999 des "
               "VN-Sicherheitsrates und dem Gutachten des Internationalen Gerichtshofs zur Unabhängigkeitserklärung des Kosovos.",
     .boundaries = "Gezeigte Grenzen und Namen bedeuten keine Stellungnahme zum Rechtsstatus eines Gebiets."},
    {.lang = "fr",
     .lead = "Chef de file",
     .partner = "Partenaire",
     .link = "Lien depuis le chef de file",
     .several_themes = "Plusieurs thèmes",
     .no_theme = "Sans thème",
     .themes = "Thèmes",
     .sources = "Sources :",
     .led_by = "chef de file :",
     .networks = {"réseau", "réseaux", "réseaux"},
     .partners = {"partenaire", "partenaires", "partenaires"},
     .places = {"lieu", "lieux", "lieux"},
     .countries = {"pays", "pays", "pays"},
     .kosovo = "* Cette désignation est sans préjudice des positions sur le statut et est conforme à la résolution 1244/1999 du Conseil de "
               "sécurité des Nations unies ainsi qu’à l’avis de la CIJ sur la déclaration d’indépendance du Kosovo.",
     .boundaries = "Les frontières et les noms indiqués n’impliquent aucune prise de position sur le statut juridique des territoires."},
    {.lang = "es",
     .lead = "Socio principal",
     .partner = "Socio",
     .link = "Enlace desde el socio principal",
     .several_themes = "Varios temas",
     .no_theme = "Sin tema",
     .themes = "Temas",
     .sources = "Fuentes:",
     .led_by = "dirigida por",
     .networks = {"red", "redes", "redes"},
     .partners = {"socio", "socios", "socios"},
     .places = {"lugar", "lugares", "lugares"},
     .countries = {"país", "países", "países"},
     .kosovo =
         "* Esta denominación se entiende sin perjuicio de las posiciones sobre su estatuto y está en consonancia con la RCSNU 1244/1999 y "
         "con la Opinión de la CIJ sobre la declaración de independencia de Kosovo.",
     .boundaries = "Las fronteras y los nombres mostrados no implican opinión alguna sobre el estatuto jurídico de ningún territorio."},
    {.lang = "it",
     .lead = "Capofila",
     .partner = "Partner",
     .link = "Collegamento dal capofila",
     .several_themes = "Più temi",
     .no_theme = "Senza tema",
     .themes = "Temi",
     .sources = "Fonti:",
     .led_by = "capofila",
     .networks = {"rete", "reti", "reti"},
     .partners = {"partner", "partner", "partner"},
     .places = {"luogo", "luoghi", "luoghi"},
     .countries = {"paese", "paesi", "paesi"},
     .kosovo =
         "* Tale designazione non pregiudica le posizioni riguardo allo status ed è in linea con la risoluzione 1244/1999 del Consiglio di "
         "sicurezza delle Nazioni Unite e con il parere della Corte internazionale di giustizia sulla dichiarazione di indipendenza del "
         "Kosovo.",
     .boundaries = "I confini e i nomi indicati non implicano alcuna opinione sullo stato giuridico dei territori."},
    {.lang = "pt",
     .lead = "Parceiro líder",
     .partner = "Parceiro",
     .link = "Ligação a partir do líder",
     .several_themes = "Vários temas",
     .no_theme = "Sem tema",
     .themes = "Temas",
     .sources = "Fontes:",
     .led_by = "liderada por",
     .networks = {"rede", "redes", "redes"},
     .partners = {"parceiro", "parceiros", "parceiros"},
     .places = {"lugar", "lugares", "lugares"},
     .countries = {"país", "países", "países"},
     .kosovo =
         "* Esta designação não prejudica as posições relativas ao estatuto e está conforme com a Resolução 1244/1999 do CSNU e com o "
         "parecer do TIJ sobre a declaração de independência do Kosovo.",
     .boundaries = "As fronteiras e os nomes apresentados não implicam qualquer opinião sobre o estatuto jurídico de um território."},
    {.lang = "pl",
     .lead = "Partner wiodący",
     .partner = "Partner",
     .link = "Połączenie z partnerem wiodącym",
     .several_themes = "Kilka tematów",
     .no_theme = "Bez tematu",
     .themes = "Tematy",
     .sources = "Źródła:",
     .led_by = "lider:",
     .networks = {"sieć", "sieci", "sieci"},
     .partners = {"partner", "partnerzy", "partnerów"},
     .places = {"miejsce", "miejsca", "miejsc"},
     .countries = {"kraj", "kraje", "krajów"},
     .kosovo = "* Użycie tej nazwy nie ma wpływu na stanowiska w sprawie statusu Kosowa i jest zgodne z rezolucją Rady Bezpieczeństwa ONZ "
               "1244/1999 oraz z opinią Międzynarodowego Trybunału Sprawiedliwości w sprawie Deklaracji niepodległości Kosowa.",
     .boundaries = "Pokazane granice i nazwy nie wyrażają opinii o statusie prawnym żadnego terytorium."},
    {.lang = "sv",
     .lead = "Huvudpartner",
     .partner = "Partner",
     .link = "Länk från huvudpartnern",
     .several_themes = "Flera teman",
     .no_theme = "Inget tema",
     .themes = "Teman",
     .sources = "Källor:",
     .led_by = "leds av",
     .networks = {"nätverk", "nätverk", "nätverk"},
     .partners = {"partner", "partner", "partner"},
     .places = {"plats", "platser", "platser"},
     .countries = {"land", "länder", "länder"},
     .kosovo =
         "* Denna beteckning påverkar inte ståndpunkter om Kosovos status och är i överensstämmelse med FN:s säkerhetsråds resolution "
         "1244/1999 och med Internationella domstolens utlåtande om Kosovos självständighetsförklaring.",
     .boundaries = "Gränser och namn som visas innebär inget ställningstagande om något områdes rättsliga status."},
}};

std::size_t form_of(std::string_view lang, std::size_t number) {
    if (number == 1 || (lang == "fr" && number == 0)) return 0;
    if (lang != "pl") return 2;
    const std::size_t last = number % 10;
    const std::size_t teens = number % 100;
    return last >= 2 && last <= 4 && (teens < 12 || teens > 14) ? 1 : 2;
}

} // namespace

const Words& words_in(std::string_view lang) {
    const std::string_view first = lang.substr(0, lang.find_first_of("-_"));
    const auto* found = std::find_if(all_words.begin(), all_words.end(), [&](const Words& words) { return words.lang == first; });
    return found == all_words.end() ? all_words.front() : *found;
}

std::string counted(const Words& words, std::size_t number, const std::array<std::string_view, 3>& forms) {
    return fmt::format("{}\u00A0{}", number, forms[form_of(words.lang, number)]);
}

} // namespace cityweave::render
