#include "cli/engine.hpp"

#include "base/unicode.hpp"
#include "cli/data_folder.hpp"

#include <algorithm>

namespace cityweave::cli {

Engine::Engine(const CommonOptions& common)
    : folder_(data_folder(common.data)), gazetteer_(gazetteer::Gazetteer::open(folder_ / "gazetteer.cwg")), countries_(gazetteer_),
      geocoder_(gazetteer_, countries_), lexicon_(ingest::Lexicon::open(folder_ / "ingest")) {}

ingest::ExtractOptions Engine::reading() const {
    const auto is_town = [this](std::string_view name, std::string_view country) {
        const auto found = gazetteer_.named(base::fold_for_search(name));
        return std::any_of(found.begin(), found.end(), [&](const auto& named) {
            const auto& code = gazetteer_.record(named.index).country;
            return country.empty() || std::string_view(code.data(), code.size()) == country;
        });
    };
    return {.knowledge = {.country = [this](std::string_view text) { return countries_.alpha2(text); }, .is_town = is_town},
            .lexicon = &lexicon_};
}

} // namespace cityweave::cli
