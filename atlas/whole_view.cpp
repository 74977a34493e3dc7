#include "atlas/whole_view.hpp"

#include "base/assertion.hpp"

#include <algorithm>
#include <set>

namespace cityweave::atlas {

namespace {

template <class Id, class Rows>
std::vector<Id> ids_of(const Rows& rows, const std::vector<std::string>& slugs) {
    std::vector<Id> ids;
    for (const auto& slug : slugs) {
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& each) { return each.slug == slug; });
        CITYWEAVE_ASSERT(row != rows.end(), "a question names what is in the atlas: " + slug);
        ids.emplace_back(static_cast<std::uint32_t>(row - rows.begin()));
    }
    return ids;
}

void add_relations(Filter& filter, const Atlas& atlas, const Relations& relations) {
    const auto places = atlas.places();
    const auto row = std::find_if(places.begin(), places.end(), [&](const Place& place) { return place.id == relations.subject; });
    CITYWEAVE_ASSERT(row != places.end(), "a question's subject is in the atlas");
    const PlaceId subject(static_cast<std::uint32_t>(row - places.begin()));
    if (relations.partners) filter.among.push_back(partners_of(atlas, subject));
    if (relations.partners_of_partners) filter.among.push_back(partners_of_partners(atlas, subject));
    if (relations.not_yet_linked) filter.among.push_back(not_yet_linked(atlas, subject));
}

Filter filter_of(const Atlas& atlas, const Question& question) {
    Filter filter{.networks = ids_of<NetworkId>(atlas.networks(), question.networks),
                  .clusters = ids_of<ClusterId>(atlas.clusters(), question.clusters),
                  .roles = question.roles,
                  .countries = question.countries};
    if (question.relations) add_relations(filter, atlas, *question.relations);
    return filter;
}

} // namespace

std::vector<std::string> WholeView::countries() {
    std::set<std::string> codes;
    for (const Place& place : atlas_->places()) codes.insert(place.country);
    return {codes.begin(), codes.end()};
}

const Neighbourhood& WholeView::neighbourhood() {
    if (!neighbourhood_ && index_file_.empty()) neighbourhood_.emplace(*atlas_);
    if (!neighbourhood_) neighbourhood_.emplace(*atlas_, index_file_);
    return *neighbourhood_;
}

Answer WholeView::answer(const Question& question) {
    const auto filter = filter_of(*atlas_, question);
    return {.atlas = atlas_,
            .found = question.radius ? neighbourhood().near(question.centre, *question.radius, filter)
                                     : neighbourhood().nearest(question.centre, question.count, filter)};
}

} // namespace cityweave::atlas
