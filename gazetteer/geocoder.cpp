#include "gazetteer/geocoder.hpp"

#include "base/unicode.hpp"

namespace cityweave::gazetteer {

Geocoder::Geocoder(const Gazetteer& gazetteer, const Countries& countries) : gazetteer_(&gazetteer), countries_(&countries) {}

Geocoding Geocoder::geocode(std::string_view text, const GeocodeContext& context) const {
    Geocoding answer;
    for (const auto& named : gazetteer_->named(base::fold_for_search(text))) {
        auto place = gazetteer_->place_at(named.index);
        if (!context.country.empty() && Countries::sovereign(place.country) != Countries::sovereign(context.country)) continue;
        answer.candidates.push_back({.place = std::move(place), .score = 0.9, .reasons = {"name-folded"}});
        if (answer.candidates.size() == 10) break;
    }
    answer.chosen = !answer.candidates.empty();
    if (!answer.chosen) answer.refusal = countries_->is_country_text(text) ? "country-only" : "unknown-name";
    return answer;
}

} // namespace cityweave::gazetteer
