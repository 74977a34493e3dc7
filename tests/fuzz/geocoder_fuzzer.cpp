// Partners' names: any bytes are answered or refused with a reason; scores stay within 0…1. The gazetteer is a small one
// made here, so that the harness needs no file.
#include "gazetteer/gazetteer_build.hpp"
#include "gazetteer/geocoder.hpp"
#include "tests/fuzz/support.hpp"

#include <filesystem>
#include <unistd.h>

using namespace cityweave;

namespace {

std::string row(const char* id, const char* name, const char* alternates, const char* country) {
    return std::string(id) + '\t' + name + '\t' + name + '\t' + alternates + "\t60.5\t22.25\tP\tPPL\t" + country +
           "\t\t02\t\t\t\t25000\t\t1\tX\t2020-01-01\n";
}

gazetteer::Gazetteer little_gazetteer() {
    gazetteer::BuildTables tables;
    tables.words = {{"kaupunki", "municipal"}, {"county", "area"}, {"of", "connector"}, {"agency", "organisation"}, {"tbc", "generic"}};
    tables.endings = {{"n", ""}, {"in", "i"}, {"os", "a"}};
    tables.abbreviations = {{"st", "saint"}};
    tables.country_names = {{"Finland", "FI"}, {"France", "FR"}};
    tables.areas = {{"Lapland", "FI.02"}};
    base::Report report;
    const auto table = row("1", "Turku", "Åbo", "FI") + row("2", "Saint-Denis", "", "FR") + row("3", "Nové Mesto nad Váhom", "", "SK");
    const auto payload = gazetteer::compile_gazetteer(table, tables, base::Jobs::from_request(1), report);
    const auto path = std::filesystem::temp_directory_path() / ("cityweave-fuzz-" + std::to_string(::getpid()) + ".cwg");
    base::write_compiled_file(path, gazetteer::gazetteer_format, "fuzz", payload);
    auto opened = gazetteer::Gazetteer::open(path);
    std::filesystem::remove(path);
    return opened;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto places = little_gazetteer();
    static const gazetteer::Countries countries(places);
    static const gazetteer::Geocoder geocoder(places, countries);
    const auto text = fuzz::text_of(data, size);
    for (const auto* country : {"", "FI", "SL"}) {
        const auto answer = geocoder.geocode(text, {.country = country});
        fuzz::require(answer.chosen == answer.refusal.empty());
        fuzz::require(!answer.chosen || !answer.candidates.empty());
        for (const auto& candidate : answer.candidates) fuzz::require(candidate.score >= 0 && candidate.score <= 1);
    }
    return 0;
}
